import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DescribeExecutionCommand, ListExecutionsCommand, SFNClient } from '@aws-sdk/client-sfn';
import { DeleteCommand, DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterAll, describe, expect, it } from 'vitest';
import { orderKey } from '../../functions/orders/store/keys.ts';
import { paymentKey } from '../../functions/payments/store/keys.ts';
import { aGuest, aProduct, buy, call, consoleView, ended, type Guest, intentsOf, stockOf } from '../e2e/shop.ts';
import { outputOf, useCloud } from './cloud.ts';

// A step is tried sixty times, up to five minutes apart.
const shop = useCloud({ retryDelayScale: 0.0003 });

const patience = { timeout: 120_000, interval: 100 };
const MINUTE = 60;

let client: SFNClient | undefined;
const stepFunctions = () => {
  client ??= new SFNClient({});
  return client;
};
afterAll(() => client?.destroy());

const sagaArn = () => outputOf(shop.cloud(), 'OrderSagaArn');

/** The state of an execution; undefined when there is none. */
const executionState = async (name: string) => {
  const executionArn = `${sagaArn().replace(':stateMachine:', ':execution:')}:${name}`;
  return (await stepFunctions().send(new DescribeExecutionCommand({ executionArn }))).status;
};

const executionsOf = async (orderId: string) => {
  const { executions = [] } = await stepFunctions().send(new ListExecutionsCommand({ stateMachineArn: sagaArn() }));
  return executions.flatMap(({ name = '' }) => (name.startsWith(orderId) ? [name] : [])).sort();
};

/** The findings of a run about an order. A run that the schedule started may come before it. */
async function findingsOf(orderId: string, by = 'checkout-reconcile') {
  const run = (await shop.cloud().invoke(`souk-local-${by}`, {})) as {
    ok: boolean;
    payload: { findings: { id: string; kind: string; outcome: string }[] };
  };
  expect(run).toMatchObject({ ok: true });
  return run.payload.findings.filter(({ id }) => id === orderId);
}

/** The kinds of messages about an order that wait for a person. */
async function attentionFor(orderId: string) {
  const messages = (await consoleView('queues/souk-local-attention/messages')) as { body: { 'detail-type': string } }[];
  return messages.flatMap(({ body }) => (JSON.stringify(body).includes(orderId) ? [body['detail-type']] : []));
}

async function refundsOf(intentId: string | undefined) {
  const headers = { authorization: 'Bearer sk_test_outside' };
  const url = `${shop.cloud().outputs.stripeUrl}/v1/refunds?payment_intent=${intentId}`;
  return ((await (await fetch(url, { headers })).json()) as { data: { id: string; status: string }[] }).data;
}

/** Deletes an item behind the shop's back. */
async function remove(domain: string, Key: { pk: string; sk: string }) {
  const client = new DynamoDBClient({});
  await DynamoDBDocumentClient.from(client).send(new DeleteCommand({ TableName: `souk-local-${domain}`, Key }));
  client.destroy();
}

const fail = (name: string, eventContains?: string) =>
  shop.cloud().faults.add({
    ...{ service: 'lambda', function: `souk-local-${name}`, when: 'before', times: 100_000 },
    ...(eventContains ? { eventContains } : {}),
  });

/** An order of two pieces out of five. */
async function anOrder(paymentMethod = 'pm_card_visa', wait = 0) {
  const { sku } = await aProduct({ onHand: 5, price: 1250 });
  const guest = await aGuest([{ sku, quantity: 2 }]);
  const { body } = await buy(guest, { paymentMethod, wait });
  return { sku, guest, id: body.id as string, status: body.status as string };
}

const statusOf = async ({ guest, id }: { guest: Guest; id: string }) =>
  (await call('GET', `/orders/${id}/status`, { headers: guest.headers })).body;

async function advance(minutes: number) {
  await shop.advance(minutes * MINUTE);
}

/** The healed order is looked at again, and then never more: nothing is left to do. */
async function expectLeftAlone(orderId: string, looks = [6, 30, 24 * 60]) {
  await expect
    .poll(async () => Promise.all((await executionsOf(orderId)).map(executionState)), patience)
    .not.toContain('RUNNING');
  const executions = await executionsOf(orderId);
  for (const minutes of looks) {
    await advance(minutes);
    expect(await findingsOf(orderId)).toEqual([]);
  }
  expect(await executionsOf(orderId)).toEqual(executions);
}

describe('the reconciler', () => {
  it('confirms an order whose money was taken and whose execution failed before it could be parked', async () => {
    fail('orders-saga', '"step":"ConfirmOrder"');
    fail('orders-saga', '"step":"ParkOrder"');
    const order = await anOrder();
    await expect.poll(() => executionState(order.id), patience).toBe('FAILED');
    expect(await statusOf(order)).toMatchObject({ status: 'pending', paymentStatus: 'captured' });
    // The machine told people by itself, though the function that sets orders aside was broken.
    await expect.poll(() => attentionFor(order.id), patience).toEqual(['ExecutionStuck']);
    shop.cloud().faults.clear();

    expect(await findingsOf(order.id)).toEqual([]);
    await advance(21);

    expect(await ended(order.guest, order.id)).toMatchObject({ status: 'confirmed', paymentStatus: 'captured' });
    expect(await executionsOf(order.id)).toEqual([order.id, `${order.id}-2`]);
    expect(await stockOf(order.sku)).toMatchObject({ available: 3, held: 0, allocated: 2 });
    expect(await intentsOf(order.id)).toMatchObject([{ status: 'succeeded', amount_received: 2500 }]);
    await expectLeftAlone(order.id);
  });

  it('ends a parked order, without a hand', async () => {
    fail('inventory-saga', '"step":"ReleaseStock"');
    const order = await anOrder('pm_card_chargeDeclined');
    await expect.poll(async () => (await statusOf(order)).status, patience).toBe('needs_attention');
    shop.cloud().faults.clear();

    await advance(6);

    expect(await ended(order.guest, order.id)).toMatchObject({
      status: 'rejected',
      rejection: { code: 'payments.card_declined' },
    });
    expect(await stockOf(order.sku)).toMatchObject({ available: 5, held: 0, allocated: 0 });
    expect((await buy(order.guest)).body.status).toBe('confirmed');
    await advance(21);
    await expectLeftAlone(order.id);
  });

  it('refunds a cancelled order whose refund was given up, and gives its pieces back', async () => {
    const order = await anOrder('pm_card_visa', 10);
    expect(order.status).toBe('confirmed');
    fail('payments-events');
    fail('inventory-events');
    await call('PUT', `/orders/${order.id}/cancel`, { headers: order.guest.headers });
    await expect
      .poll(
        () =>
          shop
            .cloud()
            .faults.list()
            .every(({ hits }) => hits >= 5),
        patience,
      )
      .toBe(true);
    shop.cloud().faults.clear();
    expect(await statusOf(order)).toMatchObject({ status: 'cancelled', paymentStatus: 'captured' });
    expect(await stockOf(order.sku)).toMatchObject({ available: 3, held: 0, allocated: 2 });

    await advance(21);

    await expect.poll(async () => (await statusOf(order)).paymentStatus, patience).toBe('refunded');
    await expect.poll(() => stockOf(order.sku), patience).toMatchObject({ available: 5, held: 0, allocated: 0 });
    expect((await statusOf(order)).status).toBe('cancelled');
    await expectLeftAlone(order.id);
  });

  it('makes no further refund when three have failed: the money stays owed, for a person', async () => {
    const order = await anOrder('pm_card_pendingRefund', 10);
    const [intent] = await intentsOf(order.id);
    await call('PUT', `/orders/${order.id}/cancel`, { headers: order.guest.headers });
    for (const attempt of [1, 2, 3]) {
      await expect.poll(() => refundsOf(intent?.id), patience).toHaveLength(attempt);
      const [newest] = await refundsOf(intent?.id);
      const url = `${shop.cloud().outputs.stripeUrl}/test/refunds/${newest?.id}/settle`;
      expect((await fetch(url, { method: 'POST', body: '{"outcome":"failed"}' })).status).toBe(200);
    }
    await expect.poll(() => attentionFor(order.id), patience).toEqual(Array(3).fill('PaymentRefundFailed'));

    await advance(21);
    // Told once a day: by this run, or by the schedule's, which a busy machine starts later.
    await findingsOf(order.id);
    await expectLeftAlone(order.id, [6, 30]);

    expect(await refundsOf(intent?.id)).toMatchObject([
      { status: 'failed' },
      { status: 'failed' },
      { status: 'failed' },
    ]);
    expect(await statusOf(order)).toMatchObject({ status: 'cancelled', paymentStatus: 'captured' });
    expect(await executionsOf(order.id)).toEqual([order.id]);
  });

  it('gives back the pieces of an allocation whose order and payment are both lost', async () => {
    // An order that costs nothing has no intent, by which the comparison with Stripe would find it.
    const { sku } = await aProduct({ onHand: 5, price: 0 });
    const guest = await aGuest([{ sku, quantity: 2 }]);
    const { body: order } = await buy(guest);
    const sold = await anOrder('pm_card_visa', 10);
    expect([order.status, sold.status]).toEqual(['confirmed', 'confirmed']);
    await remove('orders', orderKey(order.id));
    await remove('payments', paymentKey(order.id));
    expect(await stockOf(sku)).toMatchObject({ available: 3, held: 0, allocated: 2 });

    await advance(31);

    // The schedule's run may come before this one.
    await findingsOf(order.id, 'inventory-reconcile');
    await expect.poll(() => stockOf(sku), patience).toMatchObject({ available: 5, held: 0, allocated: 0 });
    expect(await stockOf(sold.sku)).toMatchObject({ available: 3, held: 0, allocated: 2 });
    expect(await findingsOf(order.id, 'inventory-reconcile')).toEqual([]);
  });

  it('leaves alone what is in flight or has ended well', async () => {
    const [waiting, confirmed, rejected, cancelled] = [
      await anOrder('pm_card_authenticationRequired', 10),
      await anOrder('pm_card_visa', 10),
      await anOrder('pm_card_chargeDeclined', 10),
      await anOrder('pm_card_visa', 10),
    ];
    await call('PUT', `/orders/${cancelled.id}/cancel`, { headers: cancelled.guest.headers });
    await expect.poll(async () => (await statusOf(cancelled)).paymentStatus, patience).toBe('refunded');

    await advance(21);

    for (const { id } of [waiting, confirmed, rejected, cancelled]) {
      expect(await findingsOf(id)).toEqual([]);
      expect(await executionsOf(id)).toEqual([id]);
    }
    expect((await statusOf(waiting)).status).toBe('pending');
  });
});
