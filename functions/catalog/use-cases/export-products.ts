import type { FileFormat } from '../../../shared/kernel/import.ts';
import { categoryNames } from '../domain/category-names.ts';
import type { Product } from '../domain/product.ts';
import type { ProductStatus } from '../domain/values.ts';
import type { CategoryStore, ProductStore } from './ports.ts';

export interface ExportPorts {
  readonly products: Pick<ProductStore, 'list'>;
  readonly categories: Pick<CategoryStore, 'getTree'>;
  /** @param categoryName the name of a category in the file. */
  writeFile(format: FileFormat, products: readonly Product[], categoryName: (categoryId: string) => string): string;
}

export interface ExportRequest {
  readonly format?: FileFormat | undefined;
  readonly status?: ProductStatus | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

export interface ExportedPage {
  readonly format: FileFormat;
  readonly text: string;
  /** The request for the next page; undefined after the last one. */
  readonly next: { readonly [Member in keyof ExportRequest]-?: NonNullable<ExportRequest[Member]> } | undefined;
}

/**
 * Writes a page of products as a file that can be imported. If a category must be named, the whole
 * tree is read too.
 */
export async function exportProducts(ports: ExportPorts, request: ExportRequest): Promise<ExportedPage> {
  const { format = 'csv', status = 'active', limit, cursor } = request;
  const { items, nextCursor } = await ports.products.list({ status }, { limit, cursor });
  const text = ports.writeFile(format, items, await namesFor(ports, format, items));
  return { format, text, next: nextCursor === undefined ? undefined : { format, status, limit, cursor: nextCursor } };
}

/** JSON Lines hold ids, as the API does. */
async function namesFor({ categories }: ExportPorts, format: FileFormat, products: readonly Product[]) {
  const isNeeded = format === 'csv' && products.some(({ categoryIds }) => categoryIds.length > 0);
  return isNeeded ? categoryNames(await categories.getTree()) : (categoryId: string) => categoryId;
}
