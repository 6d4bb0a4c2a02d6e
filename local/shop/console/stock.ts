import { productStore } from '../../../functions/catalog/store/product-store.ts';
import { type StockItem, stockItem } from '../../../functions/inventory/store/items.ts';
import { stockKey } from '../../../functions/inventory/store/keys.ts';
import { listMovements } from '../../../functions/inventory/store/movement-list.ts';
import type { Table } from '../../../shared/dynamodb/table.ts';
import type { Tables } from '../../cloud/services/handles.ts';
import { type Refusal, refuse } from './answer.ts';
import type { StockLine, StockView } from './answers.ts';
import { tableOf } from './orders.ts';

const PRODUCTS = 100;
const MOVEMENTS = 100;

/** The stock of what the newest products on sale sell. */
export async function stockLines(tables: Tables): Promise<StockLine[]> {
  const [catalog, inventory] = [tableOf(tables, 'catalog'), tableOf(tables, 'inventory')];
  if (!catalog || !inventory) return [];
  const { items: products } = await productStore(catalog).list(
    { status: 'active' },
    { limit: PRODUCTS, cursor: undefined },
  );
  const titles = new Map(
    products.flatMap(({ sku, title, variants }): (readonly [string, string])[] =>
      variants.length === 0 ? [[sku, title]] : variants.map((variant) => [variant.sku, `${title}, ${variant.title}`]),
    ),
  );
  const levels = await levelsOf(inventory, [...titles.keys()]);
  return [...titles].flatMap(([sku, title]) => {
    const shards = levels.get(sku);
    return shards ? [lineOf(sku, title, shards)] : [];
  });
}

/** One SKU's stock with its newest movements. */
export async function stockView(tables: Tables, sku: string): Promise<StockView | Refusal> {
  const inventory = tableOf(tables, 'inventory');
  const shards = inventory && (await levelsOf(inventory, [sku])).get(sku);
  if (!inventory || !shards) return refuse(404, `There is no stock of ${sku}.`);
  const { items } = await listMovements(inventory)(sku, MOVEMENTS, undefined, shards.length);
  return {
    ...lineOf(sku, '', shards),
    movements: items.map(({ event: { metadata, data }, reason }) => {
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

/** The shards of each SKU that has stock. */
async function levelsOf(inventory: Table, skus: readonly string[]): Promise<ReadonlyMap<string, readonly StockItem[]>> {
  const first = await inventory.batchGet(
    skus.map((sku) => stockKey(sku)),
    stockItem,
  );
  const further = first.flatMap(({ sku, shards }) =>
    Array.from({ length: shards - 1 }, (_, index) => stockKey(sku, index + 1)),
  );
  const rest = further.length === 0 ? [] : await inventory.batchGet(further, stockItem);
  return Map.groupBy([...first, ...rest], ({ sku }) => sku);
}

function lineOf(sku: string, title: string, shards: readonly StockItem[]): StockLine {
  const sum = (level: 'available' | 'held' | 'allocated') => shards.reduce((total, shard) => total + shard[level], 0);
  return {
    ...{ sku, title, shards: shards.length },
    ...{ available: sum('available'), held: sum('held'), allocated: sum('allocated') },
  };
}
