import { type ChildProcess, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { ShopOutputs } from '../../local/shop/outputs.ts';
import { type Answer, aProduct, buy, call, consoleView, ended, intentsOf, mailsTo, stockOf } from '../e2e/shop.ts';
import { pointAt } from './cloud.ts';

const KILLS = Number(process.env.KILLS ?? 3);
const SEED = Number(process.env.KILL_SEED ?? Math.floor(Math.random() * 1_000_000) + 1);
const BUYERS = 6;
const ON_HAND = 10_000;
/** Acknowledged orders of a round before its kill may come. */
const ORDERS_A_ROUND = 8;

let dataDir: string;
let shop: ChildProcess;

/** Starts the shop on the data of the one before. */
async function start(): Promise<void> {
  const options = { port: 0, retryDelayScale: 0.02, dataDir, assemblyDir: inject('assemblyDir') };
  shop = fork(join(import.meta.dirname, 'killable-shop.ts'), [JSON.stringify(options)]);
  const [outputs] = (await once(shop, 'message')) as [ShopOutputs];
  pointAt({ outputs });
}

async function kill(): Promise<void> {
  shop.kill('SIGKILL');
  await once(shop, 'exit');
}

/** Numbers from 0 to 1, the same for the same seed (Park and Miller). */
function numbersFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

interface Attempt {
  readonly email: string;
  readonly headers: Record<string, string>;
  readonly key: string;
  orderId?: string;
}

/** As a frontend does: what got no answer, or a 5xx, is tried again with the same key. */
async function insist(request: () => Promise<Answer>): Promise<Answer> {
  for (;;) {
    const answer = await request().catch(() => undefined);
    if (answer && answer.status < 500) return answer;
    await delay(50);
  }
}

/** One buyer from nothing to an acknowledged order. */
async function order(sku: string, attempts: Attempt[]): Promise<void> {
  const cart = await insist(() => call('POST', '/carts'));
  const headers = { 'x-cart-token': String(cart.body.token) };
  const added = await insist(() => call('POST', '/cart/items', { headers, body: { sku, quantity: 1 } }));
  expect(added.status).toBe(200);
  const key = randomUUID();
  const attempt: Attempt = { email: `${key}@example.com`, headers, key };
  attempts.push(attempt);
  const placed = await insist(() => buy(attempt, { key, wait: 0 }));
  expect(placed.status).toBe(202);
  attempt.orderId = String(placed.body.id);
}

/**
 * Whether the buyer has a mail. A kill between a claim and its mail leaves a lease, which the fast
 * retries of this shop do not outlast: an operator's redrive does.
 */
async function isMailed(email: string): Promise<boolean> {
  if ((await mailsTo(email)).length > 0) return true;
  const queues = (await consoleView('queues')) as { name: string; visible: number; deadLettersOf: string[] }[];
  for (const { name } of queues.filter(({ visible, deadLettersOf }) => visible > 0 && deadLettersOf.length === 1)) {
    await fetch(`${process.env.CONSOLE_URL}/queues/${name}/redrive`, { method: 'POST' });
  }
  return false;
}

/** The lease of a mail is a minute. */
async function passLeases(): Promise<void> {
  const body = JSON.stringify({ advanceSeconds: 61 });
  const { ok } = await fetch(`${process.env.CONSOLE_URL}/clock`, { method: 'POST', body });
  expect(ok).toBe(true);
}

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'souk-kill-'));
  await start();
});

afterAll(async () => {
  await kill();
  await rm(dataDir, { recursive: true, force: true });
});

describe('a shop that is killed again and again under load', () => {
  it(`loses no order, no money, no piece and no mail (KILL_SEED=${SEED})`, async () => {
    const random = numbersFrom(SEED);
    const { sku } = await aProduct({ onHand: ON_HAND });
    const attempts: Attempt[] = [];
    let isOpen = true;
    const acknowledged = () => attempts.filter(({ orderId }) => orderId !== undefined).length;
    const buyer = async (): Promise<void> => {
      while (isOpen) await order(sku, attempts);
    };
    const buyers = Promise.all(Array.from({ length: BUYERS }, buyer));

    for (let round = 1; round <= KILLS; round++) {
      const before = acknowledged();
      await expect.poll(acknowledged, { timeout: 120_000 }).toBeGreaterThanOrEqual(before + ORDERS_A_ROUND);
      await delay(random() * 400);
      await kill();
      await start();
    }
    isOpen = false;
    await buyers;

    let confirmed = 0;
    let pieces = 0;
    for (const { headers, email, orderId } of attempts) {
      const { status, totals, items } = await ended({ headers, email } as never, String(orderId), 120_000);
      const intents = await intentsOf(String(orderId));
      const taken = intents.reduce((sum: number, intent) => sum + (intent.amount_received ?? 0), 0);
      expect({ orderId, intents: intents.length, taken }).toEqual({
        ...{ orderId, intents: 1 },
        taken: status === 'confirmed' ? totals.total.amount : 0,
      });
      if (status !== 'confirmed') continue;
      confirmed += 1;
      // An addition to the cart whose answer was lost has been made twice.
      pieces += items.reduce((sum: number, { quantity }: { quantity: number }) => sum + quantity, 0);
    }
    await passLeases();
    for (const { email } of attempts) {
      await expect.poll(() => isMailed(email), { timeout: 120_000, interval: 500 }).toBe(true);
    }
    expect(confirmed).toBe(attempts.length);
    expect(await stockOf(sku)).toMatchObject({ available: ON_HAND - pieces, held: 0, allocated: pieces });
  }, 600_000);
});
