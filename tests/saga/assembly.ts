import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { buildAssembly } from '../../local/shop/app.ts';

declare module 'vitest' {
  interface ProvidedContext {
    assemblyDir: string;
  }
}

/** Bundles and synthesizes once for all clouds of the saga's tests. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  await mkdir('.local', { recursive: true });
  const outDir = await mkdtemp(join(process.cwd(), '.local', 'saga-tests-'));
  await buildAssembly({ outDir, paymentTimeoutSeconds: undefined }, new AbortController().signal);
  project.provide('assemblyDir', outDir);
  return () => rm(outDir, { recursive: true, force: true });
}
