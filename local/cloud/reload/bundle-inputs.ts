import type { Metafile } from 'esbuild';

/**
 * Every source that a bundle is made of, by path from the root: its entry point and what that
 * imports, however far.
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
