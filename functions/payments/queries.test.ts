import { expect, onTestFinished, test } from 'vitest';
import { startTestTable } from '../../shared/testing/dynamodb.ts';
import { paymentsQueries } from './queries.ts';
import { paymentsStore } from './store/payments-store.ts';

test('The provider’s events that were taken are found by their ids, for a read unit each', async () => {
  const db = await startTestTable();
  onTestFinished(() => db.stop());
  const store = paymentsStore(db.table);
  const receivedAt = new Date('2026-11-20T12:00:00.000Z');
  await store.keepWebhook('evt_acted_on', receivedAt);
  await store.closeWebhook('evt_acted_on', 'settled');
  await store.keepWebhook('evt_open', receivedAt);
  let taken: unknown;

  const units = await db.unitsOf(async () => {
    taken = await paymentsQueries(db.table).getTakenEvents(['evt_acted_on', 'evt_open', 'evt_unknown']);
  });

  expect(taken).toEqual(
    new Map([
      ['evt_acted_on', { receivedAt: receivedAt.toISOString(), outcome: 'settled' }],
      ['evt_open', { receivedAt: receivedAt.toISOString() }],
    ]),
  );
  expect(units).toEqual({ read: 3, write: 0 });
});
