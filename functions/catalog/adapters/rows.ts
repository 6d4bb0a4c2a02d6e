import { checkValue, mistakeError, withoutKnown } from '../../../shared/files/check-value.ts';
import { importedProductSchema } from '../contract/index.ts';
import type { FileEntry, ProductFile, ProductRowError } from '../domain/product-file.ts';

/** A product in the form of the API, before it is checked. */
export interface RawProduct {
  readonly line: number;
  readonly value: unknown;
  /** The lines of its variants, if they have lines of their own. */
  readonly variantLines?: readonly number[];
  /** The column of a member, if the product was made of cells. */
  readonly columnOf?: (path: readonly PropertyKey[]) => string;
  readonly errors?: readonly ProductRowError[];
}

/** Checks each product as the API does, and that no SKU occurs twice in the file. */
export function checkProducts(rows: number, products: readonly RawProduct[]): ProductFile {
  const lines = new Map<string, number>();
  const entries = products.map((raw): FileEntry => {
    if (raw.value === undefined) return { errors: raw.errors ?? [] };
    const checked = checkValue(importedProductSchema, raw.value);
    const mistakes = 'data' in checked ? [] : checked.mistakes.map((mistake) => rowError(mistake, raw));
    const known = raw.errors ?? [];
    const errors = [...known, ...withoutKnown(mistakes, known)];
    if (errors.length > 0 || !('data' in checked)) return { errors };
    const { data: details } = checked;
    const repeated = [details, ...details.variants].flatMap(({ sku }, index): ProductRowError[] => {
      const line = index === 0 ? raw.line : (raw.variantLines?.[index - 1] ?? raw.line);
      const first = lines.get(sku);
      if (first === undefined) lines.set(sku, line);
      return first === undefined
        ? []
        : [{ line, code: 'catalog.sku_repeated', detail: `${sku} is already in line ${first}.` }];
    });
    return repeated.length > 0 ? { errors: repeated } : { line: raw.line, details };
  });
  return { rows, entries };
}

type Mistakes = Extract<ReturnType<typeof checkValue>, { mistakes: unknown }>['mistakes'];

function rowError(mistake: Mistakes[number], { line, variantLines, columnOf }: RawProduct): ProductRowError {
  const [first, index] = mistake.path;
  const at = first === 'variants' && typeof index === 'number' ? (variantLines?.[index] ?? line) : line;
  return mistakeError(mistake, at, columnOf?.(mistake.path));
}
