import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { put } from '../../../shared/dynamodb/actions.ts';
import { apiClient } from '../../../shared/testing/api-client.ts';
import { pointAt, startTestTable, type TestTable } from '../../../shared/testing/dynamodb.ts';
import { reviewsContract } from '../contract/index.ts';
import { reviewStore } from '../store/review-store.ts';
import { eraseReviews } from '../use-cases/erase-reviews.ts';

let db: TestTable;
let call: ReturnType<typeof apiClient>;

beforeAll(async () => {
  db = await startTestTable();
  pointAt(db, ['REVIEWS_TABLE', 'CATALOG_TABLE']);
  call = apiClient((await import('./api.ts')).handler);
  const unitPrice = { amount: 250, currency: 'EUR' };
  const product = { sku: 'spoon', productId: 'prd_1', title: 'Spoon', unitPrice };
  await db.table.transact([put({ pk: 'sku#spoon', sk: 'sku', ...product, status: 'active', sold: true })]);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await db.stop();
});

const customer = (id: string) => ({ id, groups: ['customer'] });
const write = (id: string, sku: string, rating: number, text?: string) =>
  call('POST /v1/reviews', { user: customer(id), body: { sku, rating, text } });
const list = () => call('GET /v1/reviews/{sku}', { params: { sku: 'spoon' } });

test('a customer has one review of a product, which everybody sees without its author', async () => {
  await write('usr_1', 'spoon', 2);
  const written = await write('usr_1', 'spoon', 5, 'Better than I thought.');

  const { body } = await list();

  expect(written).toMatchObject({ status: 200, body: { rating: 5, text: 'Better than I thought.' } });
  expect(reviewsContract.routes.listReviews.responses[200].safeParse(body).error).toBeUndefined();
  expect(body.items).toEqual([written.body]);
});

test('an unknown product cannot be reviewed', async () => {
  expect((await write('usr_1', 'no-such-sku', 1)).body).toMatchObject({ status: 422, code: 'reviews.unknown_sku' });
});

test('an erased user leaves no review', async () => {
  await write('usr_2', 'spoon', 3, 'Gone soon.');

  await eraseReviews(reviewStore(db.table), 'usr_2');

  expect((await list()).body.items).not.toContainEqual(expect.objectContaining({ text: 'Gone soon.' }));
});
