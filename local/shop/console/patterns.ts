import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AccessPattern } from './answers.ts';

type Pattern = Omit<AccessPattern, 'examples'>;

const ROOT = join(import.meta.dirname, '../../..');

/**
 * The access patterns of a domain's table, from the keys that its README lists; none without a
 * README.
 */
export async function patternsOf(domain: string): Promise<Pattern[]> {
  const readme = await readFile(join(ROOT, 'functions', domain, 'README.md'), 'utf8').catch(() => '');
  return readPatterns(readme);
}

/**
 * Reads the key tables of a README: those with the columns `pk` and `sk`, and `gsi1pk` and so on
 * for indexes.
 */
export function readPatterns(markdown: string): Pattern[] {
  return tablesOf(markdown).flatMap(([header = [], , ...rows]) => {
    if (!header.includes('pk') || !header.includes('sk')) return [];
    const indexes = header.flatMap((column) => /^(gsi\d)pk$/.exec(column)?.[1] ?? []);
    return rows.flatMap((row) => {
      const cell = (column: string) => row[header.indexOf(column)] ?? '';
      const item = row[0] ?? '';
      const own = variantsOf(item, cell('pk'), cell('sk'));
      return [
        ...own,
        ...indexes.flatMap((index) =>
          variantsOf(item, cell(`${index}pk`), cell(`${index}sk`)).map((pattern) => ({ ...pattern, index })),
        ),
      ];
    });
  });
}

/** A cell may name several keys, each as `` `key` ``. Two cells with equally many are pairs. */
function variantsOf(item: string, pkCell: string, skCell: string): Pattern[] {
  const partitions = codesIn(pkCell);
  const sorts = codesIn(skCell);
  if (partitions.length === sorts.length) return partitions.map((pk, at) => ({ item, pk, sk: sorts[at] ?? '' }));
  return partitions.flatMap((pk) => (sorts.length === 0 ? [''] : sorts).map((sk) => ({ item, pk, sk })));
}

const codesIn = (cell: string): string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);

/** Every table as rows of trimmed cells, the dashes under the header included. */
function tablesOf(markdown: string): string[][][] {
  const tables: string[][][] = [];
  let inside = false;
  for (const line of markdown.split('\n')) {
    const isRow = line.startsWith('|');
    if (isRow && !inside) tables.push([]);
    if (isRow)
      tables.at(-1)?.push(
        line
          .replace(/^\||\|\s*$/g, '')
          .split('|')
          .map((cell) => cell.trim()),
      );
    inside = isRow;
  }
  return tables;
}

/** Matches the keys of a template: `order#<order id>` matches any order's. */
export function matcherOf(template: string): RegExp {
  const parts = template.split(/<[^>]*>/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.+')}$`);
}
