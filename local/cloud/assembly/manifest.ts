import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { OperatorError } from '../operator-error.ts';

export interface TemplateResource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly DependsOn?: string | readonly string[];
  readonly Condition?: string;
}

export interface Template {
  readonly Resources?: Readonly<Record<string, TemplateResource>>;
  readonly Outputs?: Readonly<
    Record<
      string,
      { readonly Value: unknown; readonly Export?: { readonly Name: unknown }; readonly Condition?: string }
    >
  >;
  readonly Conditions?: Readonly<Record<string, unknown>>;
  readonly Mappings?: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
  readonly Parameters?: Readonly<Record<string, { readonly Type: string; readonly Default?: unknown }>>;
}

export interface Stack {
  readonly name: string;
  readonly template: Template;
}

export interface Assembly {
  /** Every stack after the stacks that it depends on. */
  readonly stacks: readonly Stack[];
  /** By S3 key as the templates name it: the asset's absolute path, a directory or a file. */
  readonly assets: ReadonlyMap<string, string>;
  /** The same paths by the display name that the app gave the asset, where it gave one. */
  readonly namedAssets: ReadonlyMap<string, string>;
}

interface Artifact {
  readonly type: string;
  readonly dependencies?: readonly string[];
  readonly properties?: {
    readonly templateFile?: string;
    readonly stackName?: string;
    readonly file?: string;
    readonly directoryName?: string;
  };
}

interface AssetManifest {
  readonly files?: Readonly<
    Record<
      string,
      {
        readonly displayName?: string;
        readonly source: { readonly path?: string };
        readonly destinations: Readonly<Record<string, { readonly objectKey: string }>>;
      }
    >
  >;
}

/** Reads what `cdk synth` wrote to `directory`, with the assemblies of its stages. */
export async function readAssembly(directory: string): Promise<Assembly> {
  const manifest = await readJson<{ readonly artifacts?: Readonly<Record<string, Artifact>> }>(
    join(directory, 'manifest.json'),
  );
  const artifacts = manifest.artifacts ?? {};
  const stacks: Stack[] = [];
  const assets = new Map<string, string>();
  const namedAssets = new Map<string, string>();
  const visited = new Set<string>();

  const visit = async (id: string): Promise<void> => {
    const artifact = artifacts[id];
    if (artifact === undefined || visited.has(id)) return;
    visited.add(id);
    for (const dependency of artifact.dependencies ?? []) await visit(dependency);
    const properties = artifact.properties ?? {};
    if (artifact.type === 'aws:cloudformation:stack' && properties.templateFile !== undefined) {
      const template = await readJson<Template>(join(directory, properties.templateFile));
      stacks.push({ name: properties.stackName ?? id, template });
    } else if (artifact.type === 'cdk:asset-manifest' && properties.file !== undefined) {
      await readAssets(directory, properties.file, assets, namedAssets);
    } else if (artifact.type === 'cdk:cloud-assembly' && properties.directoryName !== undefined) {
      const nested = await readAssembly(join(directory, properties.directoryName));
      stacks.push(...nested.stacks);
      for (const [key, path] of nested.assets) assets.set(key, path);
      for (const [name, path] of nested.namedAssets) namedAssets.set(name, path);
    }
  };
  for (const id of Object.keys(artifacts)) await visit(id);
  return { stacks, assets, namedAssets };
}

async function readAssets(
  directory: string,
  file: string,
  byKey: Map<string, string>,
  byName: Map<string, string>,
): Promise<void> {
  const manifest = await readJson<AssetManifest>(join(directory, file));
  for (const { displayName, source, destinations } of Object.values(manifest.files ?? {})) {
    if (source.path === undefined) continue;
    const path = join(directory, source.path);
    for (const { objectKey } of Object.values(destinations)) byKey.set(objectKey, path);
    if (displayName !== undefined) byName.set(displayName, path);
  }
}

async function readJson<T>(path: string): Promise<T> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as T;
  } catch (error) {
    throw new OperatorError(`The assembly cannot be read: ${path}: ${(error as Error).message}`);
  }
}
