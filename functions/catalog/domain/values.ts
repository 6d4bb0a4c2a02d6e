import { FIELD_ERROR_CODES } from '../../../shared/kernel/field-error.ts';

export const PRODUCT_STATUSES = ['draft', 'active', 'archived'] as const;
export type ProductStatus = (typeof PRODUCT_STATUSES)[number];

/** The kinds of mistakes in a row of a file: those of a field, and those of a product. */
export const ROW_ERROR_CODES = [
  ...FIELD_ERROR_CODES,
  'catalog.sku_repeated',
  'catalog.sku_taken',
  'catalog.unknown_category',
  'catalog.foreign_currency',
  'catalog.change_too_large',
] as const;
export type RowErrorCode = (typeof ROW_ERROR_CODES)[number];
