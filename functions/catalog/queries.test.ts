import { expect, onTestFinished, test } from 'vitest';
import { putIfAbsent } from '../../shared/dynamodb/actions.ts';
import { startTestTable } from '../../shared/testing/dynamodb.ts';
import { catalogQueries } from './queries.ts';
import { productKey, productsIndex } from './store/keys.ts';

test('The newest active products are listed first for half a read unit, without drafts.', async () => {
  const db = await startTestTable();
  onTestFinished(() => db.stop());
  const product = (id: string, status: 'active' | 'draft') =>
    putIfAbsent({
      ...productKey(id),
      ...{ gsi1pk: productsIndex(status), gsi1sk: id },
      ...{ sku: `SKU-${id}`, title: id, variants: [] },
    });
  await db.table.transact([product('1', 'active'), product('2', 'active'), product('3', 'draft')]);
  let skus: unknown;

  const units = await db.unitsOf(async () => {
    skus = (await catalogQueries(db.table).listNewest(10)).map(({ sku }) => sku);
  });

  expect(skus).toEqual(['SKU-2', 'SKU-1']);
  expect(units).toEqual({ read: 0.5, write: 0 });
});
