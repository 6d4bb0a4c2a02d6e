/**
 * `application/x-www-form-urlencoded` with Stripe's brackets: `metadata[orderId]=1`, `expand[]=a`,
 * `expand[0]=a`.
 */

import { invalidRequest } from './errors.ts';

export type FormValue = string | Form;
/** Keys in the order of their first appearance. A map, so that no key can reach a prototype. */
export interface Form extends Map<string, FormValue> {}

const KEY = /^([^[\]]+)((?:\[[^[\]]*\])*)$/;

/**
 * Reads a body or a query string into nested maps. The items of `a[]` get the keys 0, 1, …; a key
 * sent twice keeps its last value. Throws an invalid request (400) where a key is malformed, or is
 * both a value and a container.
 */
export function parseForm(text: string): Form {
  const form: Form = new Map();
  for (const [key, value] of new URLSearchParams(text)) {
    const match = KEY.exec(key);
    if (!match?.[1]) throw invalidRequest(`Invalid parameter name: ${key}`, { param: key });
    const nested = [...(match[2] ?? '').matchAll(/\[([^[\]]*)\]/g)].map((part) => part[1] ?? '');
    assign(form, key, [match[1], ...nested], value);
  }
  return form;
}

function assign(form: Form, key: string, path: readonly string[], value: string): void {
  let container = form;
  for (const segment of path.slice(0, -1)) {
    const child = container.get(segment) ?? new Map<string, FormValue>();
    if (typeof child === 'string') throw invalidRequest(`Invalid object: ${key}`, { param: key });
    container.set(segment, child);
    container = child;
  }
  const last = path.at(-1) || String(container.size);
  if (container.get(last) instanceof Map) throw invalidRequest(`Invalid string: ${key}`, { param: key });
  container.set(last, value);
}
