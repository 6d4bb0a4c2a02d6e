import { domainTable } from '../../../../shared/dynamodb/domain-table.ts';
import { setting } from '../../../../shared/runtime/settings.ts';
import { inventoryQueries } from '../../../inventory/queries.ts';
import { categoryStore } from '../../store/category-store.ts';
import { productStore } from '../../store/product-store.ts';

const table = domainTable('catalog');

/** The ports of the catalog's use cases. */
export const ports = {
  products: productStore(table),
  categories: categoryStore(table),
  getAvailability: inventoryQueries(domainTable('inventory')).getAvailability,
};

/** The shop's currency. */
export const currency = setting('SHOP_CURRENCY');
