import { catalogQueries } from '../../../functions/catalog/queries.ts';
import { inventoryQueries } from '../../../functions/inventory/queries.ts';
import type { Tables } from '../../cloud/services/handles.ts';
import { type Refusal, refuse } from './answer.ts';
import type { StockLine, StockView } from './answers.ts';
import { tableOf } from './orders.ts';

const PRODUCTS = 100;
const MOVEMENTS = 100;

/** The stock of the newest products on sale. */
export async function stockLines(tables: Tables): Promise<StockLine[]> {
  const [catalog, inventory] = [tableOf(tables, 'catalog'), tableOf(tables, 'inventory')];
  if (!catalog || !inventory) return [];
  const products = await catalogQueries(catalog).listNewest(PRODUCTS);
  const titles = new Map(
    products.flatMap(({ sku, title, variants }): (readonly [string, string])[] =>
      variants.length === 0 ? [[sku, title]] : variants.map((variant) => [variant.sku, `${title}, ${variant.title}`]),
    ),
  );
  const levels = await inventoryQueries(inventory).getLevels([...titles.keys()]);
  return [...titles].flatMap(([sku, title]) => {
    const found = levels.get(sku);
    return found ? [{ sku, title, ...found }] : [];
  });
}

/** One SKU's stock with its newest movements. */
export async function stockView(tables: Tables, sku: string): Promise<StockView | Refusal> {
  const table = tableOf(tables, 'inventory');
  const inventory = table && inventoryQueries(table);
  const levels = (await inventory?.getLevels([sku]))?.get(sku);
  if (!inventory || !levels) return refuse(404, `There is no stock of ${sku}.`);
  const movements = await inventory.listMovements(sku, levels.shards, MOVEMENTS);
  return {
    ...{ sku, title: '', ...levels },
    movements: movements.map(({ event: { metadata, data }, reason }) => {
      const { cause, available, held, allocated, orderId } = data;
      const { id, occurredAt: at } = metadata;
      return {
        ...{ id, at, cause, available, held, allocated },
        ...(orderId === undefined ? {} : { orderId }),
        ...(reason === undefined ? {} : { reason }),
      };
    }),
  };
}
