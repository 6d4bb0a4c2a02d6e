import { type Mistake, pointerTo, validate } from '../../../shared/http/validation.ts';
import { illFormedPath, WELL_FORMED } from '../../../shared/kernel/text.ts';
import { importedProductSchema } from '../contract/index.ts';
import type { FileEntry, ProductFile, RowError } from '../domain/product-file.ts';

/** A product in the form of the API, before it is checked. */
export interface RawProduct {
  readonly line: number;
  readonly value: unknown;
  /** The lines of its variants, if they have lines of their own. */
  readonly variantLines?: readonly number[];
  readonly errors?: readonly RowError[];
}

/** Checks each product as the API does, and that no SKU occurs twice in the file. */
export function checkProducts(rows: number, products: readonly RawProduct[]): ProductFile {
  const lines = new Map<string, number>();
  const entries = products.map((raw): FileEntry => {
    if (raw.value === undefined) return { errors: raw.errors ?? [] };
    const checked = checkProduct(raw.value);
    // A cell that could not be read is also missing in the product: only the first error is
    // reported.
    const unread = new Set(raw.errors?.map(({ column }) => column));
    const mistakes = 'data' in checked ? [] : checked.mistakes.filter(({ path }) => !unread.has(String(path.at(-1))));
    const errors = [...(raw.errors ?? []), ...mistakes.map((mistake) => rowError(mistake, raw))];
    if (errors.length > 0 || !('data' in checked)) return { errors };
    const { data: details } = checked;
    const repeated = [details, ...details.variants].flatMap(({ sku }, index): RowError[] => {
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

/** Half of a surrogate pair in a name or a text is a mistake, as in a body of the API. */
function checkProduct(value: unknown): ReturnType<typeof validate<typeof importedProductSchema>> {
  const path = illFormedPath(value);
  if (path) return { mistakes: [{ path, code: 'bad_format', detail: WELL_FORMED }] };
  return validate(importedProductSchema, value);
}

function rowError({ path, code, detail }: Mistake, { line, variantLines }: RawProduct): RowError {
  const [first, index] = path;
  const at = first === 'variants' && typeof index === 'number' ? (variantLines?.[index] ?? line) : line;
  return { line: at, pointer: pointerTo('', path), code, detail };
}
