import type { TestProject } from 'vitest/node';
import { soukAssembly } from '../../local/shop/app.ts';

declare module 'vitest' {
  interface ProvidedContext {
    assemblyDir: string;
  }
}

/** Bundles and synthesizes at most once for all clouds of the saga's tests. */
export default async function setUp(project: TestProject): Promise<void> {
  const assembly = await soukAssembly({}, new AbortController().signal);
  project.provide('assemblyDir', assembly);
}
