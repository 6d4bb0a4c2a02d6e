import type { TestProject } from 'vitest/node';
import { soukAssembly } from '../../local/shop/app.ts';
import { ONE_NETWORK } from '../local-cloud.ts';

declare module 'vitest' {
  interface ProvidedContext {
    assemblyDir: string;
  }
}

/** Bundles and synthesizes at most once for all clouds of the saga's tests. */
export default async function setUp(project: TestProject): Promise<void> {
  const assembly = await soukAssembly({ throttleFactor: ONE_NETWORK }, new AbortController().signal);
  project.provide('assemblyDir', assembly);
}
