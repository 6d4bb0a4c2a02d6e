import type { BuildOptions } from 'esbuild';

/**
 * The sources of an app, and how its functions are bundled from them. Paths are from the app's
 * root.
 */
export interface ReloadSources {
  /** The folders that are watched. */
  readonly folders: readonly string[];
  /** Whether a change of this file matters at all; not of a test, say. */
  isSource(path: string): boolean;
  /** Whether the template is made of this file. */
  isOfTemplate(path: string): boolean;
  /** Whether this file runs in the process of the cloud, which must be restarted then. */
  isOfCloud(path: string): boolean;
  /** By bundle, its source. The app names the asset of a bundle after it (`displayName`). */
  entryPoints(): Readonly<Record<string, string>>;
  /** How some of these are bundled, each to `<bundle>/index.js`. */
  bundleOptions(entryPoints: Readonly<Record<string, string>>): BuildOptions;
}
