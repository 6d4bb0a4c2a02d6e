import { setTimeout as wait } from 'node:timers/promises';
import { domainCounters, domainTable } from '../../../shared/dynamodb/domain-table.ts';
import { createApi } from '../../../shared/http/api.ts';
import { cartIdOf } from '../../../shared/http/caller.ts';
import { reply } from '../../../shared/http/reply.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { fingerprint } from '../../../shared/runtime/fingerprint.ts';
import { logger } from '../../../shared/runtime/logger.ts';
import { setting } from '../../../shared/runtime/settings.ts';
import { cartQueries } from '../../cart/queries.ts';
import { catalogQueries } from '../../catalog/queries.ts';
import { partnersQueries } from '../../partners/queries.ts';
import { paymentsQueries } from '../../payments/queries.ts';
import { startOrderSaga } from '../adapters/start-saga.ts';
import { ordersContract } from '../contract/index.ts';
import { hasEnded, type Order } from '../domain/order.ts';
import { emailHash } from '../store/email-hash.ts';
import { ordersStore } from '../store/orders-store.ts';
import { placeOrder } from '../use-cases/place-order.ts';
import { presentOrder } from './present-order.ts';

const store = ordersStore(domainTable('orders'));
const cart = cartQueries(domainTable('cart'));
const catalog = catalogQueries(domainTable('catalog'));
const payments = paymentsQueries(domainTable('payments'));
const { isPartnerKey } = partnersQueries(domainTable('partners'));

const MAX_WAIT_MS = 15_000;
/** Between looks: the first, and how much longer each next one is, up to the longest. */
const POLL = { firstMs: 150, growth: 1.5, mostMs: 1_000 };
/** Left for the answer itself before the function's own timeout. */
const MARGIN_MS = 2_000;

export const handler = createApi(
  ordersContract,
  'checkout',
  {
    placeOrder: async ({ caller, body, idempotencyKey, headers, requestId, remainingTime }) => {
      const cartId = cartIdOf(caller);
      if (cartId === undefined) throw new Error('A caller of this route has a cart.');
      const { expectedTotal, ...contact } = body;
      const placed = await placeOrder(
        { store, getCart: cart.getCart, getSellables: catalog.getSellables },
        systemClock,
        {
          cartId,
          userId: caller.kind === 'user' ? caller.userId : undefined,
          key: idempotencyKey,
          bodyHash: fingerprint(body),
          requestId,
          currency: setting('SHOP_CURRENCY'),
          contact,
          emailHash: emailHash(contact.email),
          expectedTotal,
        },
      );
      if (!placed.ok) return placed;
      const { replayed } = placed.value;
      if (!replayed) await startBestEffort(placed.value.order.id);
      const preferred = preferredWait(headers.prefer);
      const waitMs = Math.min(preferred, remainingTime() - MARGIN_MS);
      const { order, payment } = await settled(placed.value.order, waitMs);
      const answer = presentOrder(order, await store.getContact(order.id), payment);
      const answerHeaders = {
        location: `/v1/orders/${order.id}`,
        ...(replayed ? { 'idempotent-replayed': 'true' } : {}),
        ...(waitMs > 0 ? { 'preference-applied': `wait=${Math.round(preferred / 1000)}` } : {}),
      };
      return waitMs > 0 && hasEnded(order.status)
        ? reply(201, answer, answerHeaders)
        : reply(202, answer, answerHeaders);
    },
  },
  {
    resolveGuest: cart.resolveGuest,
    throttles: { counters: domainCounters('throttles'), isPartnerKey },
  },
);

/** The order is committed: if this fails, the table's stream starts the saga. */
async function startBestEffort(orderId: string): Promise<void> {
  try {
    await startOrderSaga(orderId);
  } catch (error) {
    logger.warn('left to the stream to start the saga', { correlationId: orderId, error: error as Error });
  }
}

/** `Prefer: wait=10` (RFC 7240 §4.3), in milliseconds; 0 without. */
function preferredWait(prefer: string | undefined): number {
  const seconds = /(?:^|[,;\s])wait\s*=\s*"?(\d{1,6})"?/i.exec(prefer ?? '')?.[1];
  return Math.min(Number(seconds ?? 0) * 1000, MAX_WAIT_MS);
}

/** Waits until the order has ended or its payment needs the buyer. Each look costs 2 read units. */
async function settled(placed: Order, waitMs: number) {
  const deadline = Date.now() + waitMs;
  for (let order = placed, pauseMs = POLL.firstMs; ; pauseMs = Math.min(pauseMs * POLL.growth, POLL.mostMs)) {
    const payment = await payments.getPayment(order.id);
    if (
      hasEnded(order.status) ||
      order.status === 'needs_attention' ||
      payment?.status === 'requires_action' ||
      Date.now() >= deadline
    ) {
      return { order, payment };
    }
    await wait(Math.min(pauseMs, deadline - Date.now()));
    order = (await store.getOrder(order.id)) ?? order;
  }
}
