/**
 * Returns the dotted paths of `properties` that no understood path covers. `*` in an understood
 * path stands for any array index or map key, and a path covers everything below it.
 */
export function unknownProperties(
  properties: Readonly<Record<string, unknown>>,
  understood: readonly string[],
): readonly string[] {
  const patterns = understood.map((path) => path.split('.'));
  const unknown: string[] = [];
  const walk = (value: unknown, path: readonly string[], candidates: readonly (readonly string[])[]): void => {
    if (candidates.some((pattern) => pattern.length === path.length)) return;
    if (candidates.length === 0 || typeof value !== 'object' || value === null) {
      unknown.push(path.join('.'));
      return;
    }
    for (const [key, item] of Object.entries(value)) {
      const depth = path.length;
      walk(
        item,
        [...path, key],
        candidates.filter((pattern) => pattern[depth] === '*' || pattern[depth] === key),
      );
    }
  };
  for (const [key, value] of Object.entries(properties)) {
    walk(
      value,
      [key],
      patterns.filter((pattern) => pattern[0] === key || pattern[0] === '*'),
    );
  }
  return unknown;
}
