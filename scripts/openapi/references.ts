/** Follows the references of an OpenAPI document. */

type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null;

/** Every reference in a value, without following it. */
export function referencesIn(value: unknown): string[] {
  if (!isObject(value)) return [];
  const own = typeof value.$ref === 'string' ? [value.$ref] : [];
  return [...own, ...Object.values(value).flatMap(referencesIn)];
}

/** @returns what `#/components/schemas/Order` is in the document. */
export function resolve(document: unknown, reference: string): unknown {
  let found = document;
  for (const part of reference.replace('#/', '').split('/')) found = isObject(found) ? found[part] : undefined;
  if (found === undefined) throw new Error(`There is no ${reference}.`);
  return found;
}

/** Every reference that a value leads to, through other references too. */
export function reachableFrom(document: unknown, value: unknown): Set<string> {
  const reached = new Set<string>();
  const waiting = referencesIn(value);
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (reached.has(next)) continue;
    reached.add(next);
    waiting.push(...referencesIn(resolve(document, next)));
  }
  return reached;
}
