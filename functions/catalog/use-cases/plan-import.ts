import type { Clock } from '../../../shared/kernel/clock.ts';
import { createId } from '../../../shared/kernel/id.ts';
import type { ImportCounts } from '../domain/import.ts';
import type { Product } from '../domain/product.ts';
import type { FileEntry, FileProduct, ProductRowError } from '../domain/product-file.ts';
import type { BulkProductStore, ProductSave } from './ports.ts';
import { productEvent } from './save-product.ts';

export interface PlanImportPorts {
  readonly products: Pick<BulkProductStore, 'findBySku'>;
  /** Whether two products are equal in the fields that a file sets. */
  isSame(left: unknown, right: unknown): boolean;
}

/** The plan for one entry of the file. */
export interface Planned {
  readonly kind: keyof ImportCounts;
  readonly save?: ProductSave;
  readonly errors: readonly ProductRowError[];
}

/** Plans some entries, based on the products that have their SKUs now. */
export async function planImport(
  { products, isSame }: PlanImportPorts,
  clock: Clock,
  requestId: string,
  window: readonly FileEntry[],
): Promise<Planned[]> {
  const wanted = window.flatMap((entry) => ('errors' in entry ? [] : [entry.details.sku]));
  const existing = wanted.length > 0 ? await products.findBySku(wanted) : new Map<string, Product>();
  return window.map((entry): Planned => {
    if ('errors' in entry) return { kind: 'failed', errors: entry.errors };
    const before = existing.get(entry.details.sku);
    if (before && before.sku !== entry.details.sku) {
      const detail = `${entry.details.sku} is a variant of the product ${before.sku}.`;
      return { kind: 'failed', errors: [{ line: entry.line, code: 'catalog.sku_taken', detail }] };
    }
    const after = productOf(entry, before, clock.now());
    if (before && isSame(keptBy(before), keptBy(after))) return { kind: 'unchanged', errors: [] };
    const save = { before, after, event: productEvent(after, requestId) };
    return { kind: before ? 'updated' : 'created', save, errors: [] };
  });
}

function productOf({ details }: FileProduct, before: Product | undefined, now: Date): Product {
  const time = now.toISOString();
  const { id, sellerId, version, createdAt, status } = before ?? {
    ...{ id: createId('prd'), sellerId: undefined, version: 0, createdAt: time, status: 'active' as const },
  };
  return {
    ...details,
    status: details.status ?? status,
    id,
    sellerId,
    version: version + 1,
    createdAt,
    updatedAt: time,
  };
}

/** The fields that a file sets. An empty description equals none. */
const keptBy = ({ id: _, version: __, createdAt: ___, updatedAt: ____, description, ...kept }: Product) => ({
  ...kept,
  description: description || undefined,
});
