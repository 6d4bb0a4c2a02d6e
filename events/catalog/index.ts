import { productCreated } from './product-created.v1.ts';
import { productImportRequested } from './product-import-requested.v1.ts';
import { productUpdated } from './product-updated.v1.ts';

export const catalogEvents = [productCreated, productUpdated, productImportRequested];
