import type { Metafile } from 'esbuild';

/**
 * Every source of a bundle, by path from the root: its entry point and all that it imports,
 * directly or indirectly.
 */
export function inputsOf(entryPoint: string, { inputs }: Metafile): ReadonlySet<string> {
  const found = new Set<string>();
  const left = [entryPoint];
  for (let path = left.pop(); path !== undefined; path = left.pop()) {
    if (found.has(path)) continue;
    found.add(path);
    left.push(...(inputs[path]?.imports ?? []).filter(({ external }) => !external).map((imported) => imported.path));
  }
  return found;
}
