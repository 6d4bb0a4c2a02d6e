import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { App } from 'aws-cdk-lib';
import { shop } from '../../functions/index.ts';
import { createApp } from '../app.ts';

/** A resource of a synthesized template. */
export interface Resource {
  readonly stack: string;
  readonly id: string;
  readonly type: string;
  // biome-ignore lint/suspicious/noExplicitAny: a template is untyped JSON, and the tests look deep into it.
  readonly properties: any;
}

export interface Synthesized {
  readonly app: App;
  /** By stack name. */
  readonly templates: ReadonlyMap<string, unknown>;
  readonly resources: readonly Resource[];
  readonly ofType: (type: string) => readonly Resource[];
}

/** Synthesizes the app over empty bundles, so that no function need be built. Leaves no files. */
export function synthesize(context: Readonly<Record<string, unknown>> = {}): Synthesized {
  const dir = mkdtempSync(join(tmpdir(), 'souk-infra-'));
  try {
    const bundleDir = join(dir, 'bundles');
    for (const bundle of [...shop.functions.map(({ name }) => name), 'stream-publisher']) {
      mkdirSync(join(bundleDir, bundle), { recursive: true });
      writeFileSync(join(bundleDir, bundle, 'index.js'), '');
    }
    const app = createApp({ ...context, bundleDir }, join(dir, 'out'));
    const { stacks } = app.synth();
    const resources = stacks.flatMap(({ stackName, template }) => resourcesOf(stackName, template));
    return {
      app,
      templates: new Map(stacks.map(({ stackName, template }) => [stackName, template])),
      resources,
      ofType: (type) => resources.filter((resource) => resource.type === type),
    };
  } finally {
    rmSync(dir, { recursive: true });
  }
}

type Template = { Resources?: Record<string, { Type: string; Properties?: unknown }> };

const resourcesOf = (stack: string, { Resources = {} }: Template): Resource[] =>
  Object.entries(Resources).map(([id, { Type, Properties }]) => ({
    stack,
    id,
    type: Type,
    properties: Properties ?? {},
  }));

/**
 * Returns a property as one text. `<id>` and `<id.attribute>` stand for values that only a
 * deployment knows, of any stack.
 */
export function textOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  if (Array.isArray(value)) return value.map(textOf).join('');
  const [[name, argument] = ['', '']] = Object.entries(value);
  if (name === 'Fn::Join') return textOf(argument[1]);
  if (name === 'Fn::ImportValue') return `<${textOf(argument).replace(/^.*:ExportsOutput(Ref|FnGetAtt)/, '')}>`;
  return name === 'Ref' ? `<${argument}>` : `<${[argument].flat().join('.')}>`;
}
