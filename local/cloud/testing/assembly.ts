import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Code, type FunctionProps, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';

/** A temporary folder for a test, and the function that removes it. */
export function temporaryFolder(): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'local-cloud-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** Writes `index.js`, CommonJS, to a folder of this name and returns its path. */
export function writeBundle(folder: string, name: string, source: string): string {
  const directory = join(folder, name);
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, 'index.js'), source);
  return directory;
}

/** Synthesizes an app with one stack, named `test`, and returns the assembly's folder. */
export function synthesizeStack(folder: string, define: (stack: Stack) => void): string {
  const app = new App({ outdir: join(folder, 'cdk.out'), analyticsReporting: false });
  define(new Stack(app, 'test'));
  app.synth();
  return join(folder, 'cdk.out');
}

/** A function whose code is `source`. */
export function functionOf(
  stack: Stack,
  folder: string,
  name: string,
  source: string,
  props: Partial<FunctionProps> = {},
): LambdaFunction {
  return new LambdaFunction(stack, name, {
    functionName: name,
    runtime: Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: Code.fromAsset(writeBundle(folder, name, source)),
    ...props,
  });
}
