import { replaceBetween } from '../generated.ts';

/**
 * Puts each table between its markers, `<!-- docs: name -->` and `<!-- /docs: name -->`.
 *
 * @param tables by the name of their markers.
 * @throws Error when a table has no markers, or markers have no table.
 */
export function fill(path: string, text: string, tables: Readonly<Record<string, string>>): string {
  const places = [...text.matchAll(/<!-- \/docs: ([\w -]+) -->/g)].map(([, name = '']) => name);
  const missing = Object.keys(tables).filter((name) => !places.includes(name));
  if (missing.length > 0) throw new Error(`${path} has no <!-- docs: … --> and <!-- /docs: … --> for ${missing}.`);
  const superfluous = places.filter((name) => !(name in tables));
  if (superfluous.length > 0) throw new Error(`${path} has markers without a table: ${superfluous}.`);
  return Object.entries(tables).reduce((filled, [name, table]) => replaceBetween(filled, `docs: ${name}`, table), text);
}
