import { defineContract } from '../../../shared/http/contract.ts';
import { categoryRoutes } from './categories.ts';
import { importRoutes } from './imports.ts';
import { productRoutes } from './products.ts';

export { importedProductSchema } from './product.ts';

export const catalogContract = defineContract({
  domain: 'catalog',
  routes: { ...productRoutes, ...importRoutes, ...categoryRoutes },
});
