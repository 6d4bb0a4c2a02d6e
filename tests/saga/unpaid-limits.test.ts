import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { type Answer, aGuest, aProduct, buy, call, ended, expectProblem } from '../e2e/shop.ts';
import { aCustomer, useCloud } from './cloud.ts';

const PER_NETWORK = 6;
const shop = useCloud({ context: { throttleFactor: 1, unpaidPerNetwork: PER_NETWORK } });

const ASKS_BANK = 'pm_card_authenticationRequired';
const DECLINED = 'pm_card_chargeDeclined';
const DAY = 86_400;

const aMail = () => `buyer-${randomUUID()}@example.com`;

/** Buys with a new cart and any mail address: they cost an attacker nothing. */
const tryWith = async (sku: string, paymentMethod: string, email = aMail(), quantity = 1) => {
  const guest = { ...(await aGuest([{ sku, quantity }])), email };
  return { guest, answer: await buy(guest, { paymentMethod }) };
};

function expectRefused(answer: Answer, detail: RegExp): number {
  expectProblem(answer, 429, 'request.too_many_requests');
  expect(answer.body.detail).toMatch(detail);
  const seconds = Number(answer.headers.get('retry-after'));
  expect(seconds).toBeGreaterThan(0);
  return seconds;
}

const TOO_MANY_OPEN = /earlier attempts are not finished\. Finish or cancel one\. Try again in \d+ seconds\.$/;
const TOO_MANY_FAILED = /attempts have failed\. Try again in \d+ seconds\.$/;

/** Cancels an order at the bank, and waits until that is counted. */
async function cancel({ guest, answer }: Awaited<ReturnType<typeof tryWith>>): Promise<void> {
  const { status } = await call('PUT', `/orders/${answer.body.id}/cancel`, { headers: guest.headers });
  expect(status).toBe(200);
}

const admitted = (work: () => Promise<{ readonly answer: Answer }>) =>
  expect.poll(async () => (await work()).answer.status, { timeout: 20_000, interval: 250 }).toBeLessThan(300);

describe('orders that are open and unpaid', () => {
  // The tests share a network, so each begins in a time of its own.
  beforeEach(() => shop.advance(2 * DAY));

  it('are at most three of one mail address, from however many carts; neighbours buy all the same', async () => {
    const { sku } = await aProduct({ onHand: 500 });
    const email = aMail();
    const waiting = await Promise.all(Array.from({ length: 5 }, () => tryWith(sku, ASKS_BANK, email)));
    const [open, refused] = [202, 429].map((status) => waiting.filter(({ answer }) => answer.status === status));

    expect([open?.length, refused?.length]).toEqual([3, 2]);
    for (const { answer } of refused ?? []) expectRefused(answer, TOO_MANY_OPEN);
    const neighbour = await tryWith(sku, 'pm_card_visa');
    expect(neighbour.answer.body.status).toBe('confirmed');
    const [first] = open ?? [];
    if (first) await cancel(first);
    await admitted(() => tryWith(sku, 'pm_card_visa', email));
  });

  it('of a network’s guests are limited by its setting; who is signed in buys all the same', async () => {
    const { sku } = await aProduct({ onHand: 500 });
    const tried = [];
    while (tried.length < PER_NETWORK) tried.push(await tryWith(sku, ASKS_BANK));
    expect(tried.map(({ answer }) => answer.status)).toEqual(Array(PER_NETWORK).fill(202));

    const guest = await tryWith(sku, 'pm_card_visa');
    const customer = await aCustomer(shop.cloud());
    await call('POST', '/cart/items', { headers: customer.headers, body: { sku, quantity: 1 } });

    expectRefused(guest.answer, TOO_MANY_OPEN);
    expect((await buy(customer)).body.status).toBe('confirmed');
  });

  it('count for 45 minutes at most, whatever becomes of them', async () => {
    const { sku } = await aProduct({ onHand: 500 });
    const email = aMail();
    for (const _ of [1, 2, 3]) await tryWith(sku, ASKS_BANK, email);
    await shop.advance(44 * 60);
    expectRefused((await tryWith(sku, 'pm_card_visa', email)).answer, TOO_MANY_OPEN);

    await shop.advance(2 * 60);

    expect((await tryWith(sku, 'pm_card_visa', email)).answer.status).toBe(201);
  });
});

describe('orders that are not paid', () => {
  beforeEach(() => shop.advance(2 * DAY));

  it('make a buyer who cancels and repeats wait, each time twice as long, until an order is paid', async () => {
    const { sku } = await aProduct({ onHand: 500 });
    const email = aMail();
    const waits: number[] = [];
    for (let cancelled = 0; cancelled < 7; cancelled += 1) {
      const tried = await tryWith(sku, ASKS_BANK, email);
      expect(tried.answer.status).toBe(202);
      await cancel(tried);
      if (cancelled < 4) continue;
      await expect
        .poll(async () => (await tryWith(sku, ASKS_BANK, email)).answer.status, { timeout: 20_000 })
        .toBe(429);
      const wait = expectRefused((await tryWith(sku, ASKS_BANK, email)).answer, TOO_MANY_FAILED);
      waits.push(wait);
      // The mail address is limited too, by the quarter of an hour.
      await shop.advance(Math.max(wait, 900));
    }

    expect(waits.map((wait) => Math.ceil(wait / 30) * 30)).toEqual([30, 60, 120]);
    const paid = await tryWith(sku, 'pm_card_visa', email);
    expect(paid.answer.body.status).toBe('confirmed');
    await admitted(() => tryWith(sku, 'pm_card_visa', email));
  });

  it('count once each, although every step of the saga is repeated', async () => {
    const { sku } = await aProduct({ onHand: 500 });
    const email = aMail();
    for (const _ of [1, 2, 3, 4]) {
      shop.cloud().faults.add({ service: 'lambda', function: 'souk-local-orders-saga', when: 'after', times: 2 });
      const { guest, answer } = await tryWith(sku, DECLINED, email);
      await ended(guest, answer.body.id);
      await expect.poll(() => shop.cloud().faults.list(), { timeout: 20_000 }).toEqual([]);
    }

    // The fifth would wait, had one of them counted twice.
    expect((await tryWith(sku, 'pm_card_visa', email)).answer.status).toBe(201);
  });

  it('bound the cards that one account tries, and take nothing from others', async () => {
    const { sku } = await aProduct({ onHand: 500 });
    const customer = await aCustomer(shop.cloud());
    await call('POST', '/cart/items', { headers: customer.headers, body: { sku, quantity: 1 } });
    const answers: Answer[] = [];
    while (answers.length < 20) {
      answers.push(await buy({ ...customer, email: aMail() }, { paymentMethod: DECLINED }));
    }

    const refused = answers.filter(({ status }) => status === 429);
    // An order is answered a moment before its failure is counted.
    expect(answers.length - refused.length).toBeLessThanOrEqual(6);
    for (const answer of refused) expectRefused(answer, TOO_MANY_FAILED);
    expect((await tryWith(sku, 'pm_card_visa')).answer.body.status).toBe('confirmed');
  });

  it('bound the cards that a network tries, with a cart and a mail address for each', async () => {
    const { sku } = await aProduct({ onHand: 500 });
    const answers: Answer[] = [];
    while (answers.length < 72) answers.push((await tryWith(sku, DECLINED)).answer);

    const refused = answers.filter(({ status }) => status === 429);
    expect(answers.length - refused.length).toBeGreaterThanOrEqual(60);
    expect(answers.length - refused.length).toBeLessThanOrEqual(61);
    for (const answer of refused) expectRefused(answer, TOO_MANY_FAILED);
  });
});
