import type { BuildOptions } from 'esbuild';

/**
 * The sources of an app, and how its functions are bundled from them. Paths are relative to the
 * app's root.
 */
export interface ReloadSources {
  /** The folders that are watched. */
  readonly folders: readonly string[];
  /** Whether a change of this file matters at all; a test's does not, for example. */
  isSource(path: string): boolean;
  /** Whether this file contributes to the template. */
  isOfTemplate(path: string): boolean;
  /** Whether this file runs in the cloud's own process, which must then be restarted. */
  isOfCloud(path: string): boolean;
  /** The source of each bundle. The app gives the bundle's asset the same name (`displayName`). */
  entryPoints(): Readonly<Record<string, string>>;
  /** The esbuild options for some of these, each bundled to `<bundle>/index.js`. */
  bundleOptions(entryPoints: Readonly<Record<string, string>>): BuildOptions;
}
