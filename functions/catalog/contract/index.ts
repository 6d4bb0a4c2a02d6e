import { defineContract } from '../../../shared/http/contract.ts';
import { categoryRoutes } from './categories.ts';
import { importRoutes } from './imports.ts';
import { productRoutes } from './products.ts';

export { importedProductSchema } from './product.ts';

export const catalogContract = defineContract({
  domain: 'catalog',
  description: 'Products with their variants, the category tree, and products in bulk.',
  codes: {
    'catalog.sku_taken': 'Another product has one of the SKUs.',
    'catalog.unknown_category': 'There is no such category.',
    'catalog.foreign_currency': "A price is not in the shop's currency.",
    'catalog.change_too_large': 'The change affects too many SKUs and categories at once: make it in several steps.',
    'catalog.category_cycle': 'A category cannot be below itself.',
    'catalog.category_too_deep': 'The tree of categories has at most 8 levels.',
    'catalog.too_many_categories': 'A shop has at most 1,000 categories.',
    'catalog.category_not_empty': 'The category has products, or categories below it.',
  },
  routes: { ...productRoutes, ...importRoutes, ...categoryRoutes },
});
