import { domainTable } from '../../../../shared/dynamodb/domain-table.ts';
import { setting } from '../../../../shared/runtime/settings.ts';
import { inventoryQueries } from '../../../inventory/queries.ts';
import { categoryStore } from '../../store/category-store.ts';
import { productStore } from '../../store/product-store.ts';

const table = domainTable('catalog');

/** What the use cases of the catalog need of the world. */
export const ports = {
  products: productStore(table),
  categories: categoryStore(table),
  getAvailability: inventoryQueries(domainTable('inventory')).getAvailability,
};

/** The shop's. */
export const currency = setting('SHOP_CURRENCY');
