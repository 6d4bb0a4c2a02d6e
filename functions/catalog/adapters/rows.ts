import type * as z from 'zod';
import { importedProductSchema } from '../contract/index.ts';
import type { FileEntry, ProductFile, RowError } from '../domain/product-file.ts';

/** A product as the API has it, before it is checked. */
export interface RawProduct {
  readonly line: number;
  readonly value: unknown;
  /** The lines of its variants, where they have their own. */
  readonly variantLines?: readonly number[];
  readonly errors?: readonly RowError[];
}

/** Checks each product as the API would, and that no SKU is in the file twice. */
export function checkProducts(rows: number, products: readonly RawProduct[]): ProductFile {
  const lines = new Map<string, number>();
  const entries = products.map((raw): FileEntry => {
    if (raw.value === undefined) return { errors: raw.errors ?? [] };
    const parsed = importedProductSchema.safeParse(raw.value);
    // A cell that could not be read is missing in the product: that is said once.
    const unread = new Set(raw.errors?.map(({ column }) => column));
    const issues = parsed.success ? [] : parsed.error.issues.filter(({ path }) => !unread.has(String(path.at(-1))));
    const errors = [...(raw.errors ?? []), ...issues.flatMap((issue) => errorsOf(issue, raw))];
    if (errors.length > 0 || !parsed.success) return { errors };
    const { data: details } = parsed;
    const repeated = [details, ...details.variants].flatMap(({ sku }, index): RowError[] => {
      const line = index === 0 ? raw.line : (raw.variantLines?.[index - 1] ?? raw.line);
      const first = lines.get(sku);
      if (first === undefined) lines.set(sku, line);
      return first === undefined
        ? []
        : [{ line, code: 'catalog.sku_repeated', detail: `${sku} is in line ${first} already.` }];
    });
    return repeated.length > 0 ? { errors: repeated } : { line: raw.line, details };
  });
  return { rows, entries };
}

function errorsOf(issue: z.core.$ZodIssue, { line, variantLines }: RawProduct): RowError[] {
  const [first, index] = issue.path;
  const at = first === 'variants' && typeof index === 'number' ? (variantLines?.[index] ?? line) : line;
  const paths = issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...issue.path, key]) : [issue.path];
  const detail = issue.code === 'unrecognized_keys' ? 'Unknown field.' : issue.message;
  return paths.map((path) => ({
    line: at,
    pointer: `#/${path.map(String).join('/')}`,
    code: 'request.invalid',
    detail,
  }));
}
