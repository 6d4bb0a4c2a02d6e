import * as z from 'zod';
import type { ProductImportRequested } from '../../../events/catalog/product-import-requested.v1.ts';
import { importAttributes, importStore } from '../../../shared/dynamodb/import-store.ts';
import type { Table } from '../../../shared/dynamodb/table.ts';
import type { ProductImport } from '../domain/import.ts';
import { ROW_ERROR_CODES, type RowErrorCode } from '../domain/values.ts';

const count = z.int().min(0);

const importItem = z.object({
  ...importAttributes,
  products: count,
  created: count,
  updated: count,
  unchanged: count,
});

/** Imports of products. */
export const productImports = (table: Table) =>
  importStore<ProductImport, ProductImportRequested, RowErrorCode>(table, {
    item: importItem,
    errorCodes: ROW_ERROR_CODES,
  });
