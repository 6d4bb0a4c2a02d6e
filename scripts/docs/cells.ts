import type { Read, Write } from '../../functions/manifest.ts';
import { markdownTable } from '../generated.ts';

/** A cell of a Markdown table with several entries; empty for none. */
export const listed = (entries: readonly string[]): string => entries.join(', ');

export const code = (text: string): string => `\`${text}\``;

/** The table of these records, one a row; columns that are empty in every row are left out. */
export function tableOf<Row extends Readonly<Record<string, string>>>(rows: readonly Row[]): string {
  const columns = Object.keys(rows[0] ?? {}).filter((column) => rows.some((row) => row[column]));
  return markdownTable([columns, ...rows.map((row) => columns.map((column) => escaped(row[column] ?? '')))]);
}

const escaped = (cell: string): string => cell.replaceAll('|', '\\|').replaceAll('\n', ' ');

/** A read of another domain, e.g. `orders (by index, upwards)`. */
export function readCell({ domain, by, upwards }: Read): string {
  const notes = [...(by === 'index' ? ['by index'] : []), ...(upwards ? ['upwards'] : [])];
  return notes.length > 0 ? `${domain} (${listed(notes)})` : domain;
}

/** A write to items of another domain, e.g. `cart (guard#)`. */
export const writeCell = ({ domain, keys }: Write): string => `${domain} (${code(keys)})`;
