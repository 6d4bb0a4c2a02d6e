import * as z from 'zod';
import { type Action, put, putIfAbsent, replaceIfVersion } from '../../../shared/dynamodb/actions.ts';
import { expiryFrom } from '../../../shared/dynamodb/expiry.ts';
import { recordRequest, requestKey } from '../../../shared/dynamodb/request-record.ts';
import type { FailedCondition, Table } from '../../../shared/dynamodb/table.ts';
import type { Clock } from '../../../shared/kernel/clock.ts';
import { TransientFault } from '../../../shared/kernel/faults.ts';
import { createId } from '../../../shared/kernel/id.ts';
import { MAX_ACTIONS } from '../../../shared/kernel/transaction.ts';
import type { Cart } from '../domain/cart.ts';
import type { MergeReport } from '../domain/merge.ts';
import type { CartStore } from '../use-cases/ports.ts';
import { type CartItem, cartItemSchema, isExpired } from './cart-item.ts';
import { cartKey, mergeRecordKey, mergeRecords } from './keys.ts';

/** The lifetime of a guest's cart after its last change. */
const GUEST_CART_DAYS = 60;

/** The lifetime of the record of a merged cart without orders: nothing hangs on it. */
const EMPTY_MERGE_DAYS = 30;

/** More than the changes that come between a write and its retry. */
const EARLIER_CHANGES = 8;

/** An erasure that loses to this many concurrent changes is repeated with its event. */
const MAX_ATTEMPTS = 10;

export const cartStore = (table: Table, clock: Clock): CartStore => {
  const read = async (cartId: string) => {
    const item = await table.get(cartKey(cartId), cartItemSchema);
    return item && !isExpired(item, clock.now()) ? item : undefined;
  };
  const next = (cart: Cart, changeId: string, more: { mergedInto?: string; report?: MergeReport } = {}): Action => {
    const expiresAt = cart.tokenHash && expiryFrom(clock.now(), { days: GUEST_CART_DAYS });
    const { changes = [], ...rest } = cart;
    const kept = { changeId, earlierChanges: changes.slice(0, EARLIER_CHANGES) };
    const item = { ...cartKey(cart.id), entity: 'cart', ...rest, ...more, ...kept, expiresAt };
    return cart.version === 0
      ? putIfAbsent({ ...item, version: 1 })
      : replaceIfVersion({ ...item, version: cart.version + 1 }, cart.version);
  };

  return {
    async get(cartId) {
      const item = await read(cartId);
      return item && item.mergedInto === undefined ? cartOf(item) : undefined;
    },

    async getGuest(cartId) {
      const item = await read(cartId);
      if (item?.tokenHash === undefined) return undefined;
      const { tokenHash, mergedInto, report } = item;
      return mergedInto && report ? { mergedInto, tokenHash, report } : { ...cartOf(item), tokenHash };
    },

    async save(cart, request) {
      const changeId = createId('chg');
      const record = request ? [recordRequest(request, clock.now())] : [];
      const result = await table.transact([next(cart, changeId), ...record]);
      const isStored = result.ok || isMine(result.failed, changeId);
      return isStored ? { ...cart, version: cart.version + 1 } : undefined;
    },

    recordRequest: async (request) => (await table.transact([recordRequest(request, clock.now())])).ok,

    getRequest: async (request) => (await table.get(requestKey(request), requestSchema))?.bodyHash,

    async erase(cartId) {
      let cursor: string | undefined;
      do {
        const page = await table.query({ ...mergeRecords(cartId), limit: MAX_ACTIONS, cursor }, keySchema);
        if (page.items.length > 0) await table.transact(page.items.map((Key) => ({ Delete: { Key } })));
        cursor = page.nextCursor;
      } while (cursor !== undefined);
      for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
        const item = await read(cartId);
        if (!item) return;
        const { id, version, settledOrderId } = item;
        if ((await table.transact([next({ id, version, lines: [], settledOrderId }, createId('chg'))])).ok) return;
      }
      throw new TransientFault(`${cartId} changes too often to be erased.`);
    },

    async merge(user, guest, report, hasOrders) {
      const changeId = createId('chg');
      const result = await table.transact([
        next({ ...guest, lines: [] }, changeId, { mergedInto: user.id, report }),
        next(user, changeId),
        put(
          mergeRecord(user.id, guest.id, hasOrders ? undefined : expiryFrom(clock.now(), { days: EMPTY_MERGE_DAYS })),
        ),
      ]);
      const isStored = result.ok || isMine(result.failed, changeId);
      return isStored ? { ...user, version: user.version + 1 } : undefined;
    },

    async keepMergeRecord(userCartId, guestCartId) {
      await table.transact([put(mergeRecord(userCartId, guestCartId))]);
    },
  };
};

const mergeRecord = (userCartId: string, guestCartId: string, expiresAt?: number) => ({
  ...mergeRecordKey(userCartId, guestCartId),
  ...{ entity: 'merged-cart', cartId: guestCartId, expiresAt },
});

const requestSchema = z.object({ bodyHash: z.string() });

const keySchema = z.object({ pk: z.string(), sk: z.string() });

const cartOf = ({ changeId, earlierChanges = [], ...item }: CartItem): Cart => {
  const { id, version, lines, settledOrderId, tokenHash, absorbed } = item;
  return { id, version, lines, settledOrderId, tokenHash, absorbed, changes: [changeId, ...earlierChanges] };
};

/**
 * The condition also fails when a retry follows this change, because its reply was lost. Others may
 * have changed the cart since.
 */
function isMine([failed]: readonly FailedCondition[], changeId: string): boolean {
  if (failed?.index !== 0 || !failed.item) return false;
  const { changeId: last, earlierChanges } = changesSchema.parse(failed.item);
  return last === changeId || earlierChanges.includes(changeId);
}

const changesSchema = z.object({ changeId: z.string().optional(), earlierChanges: z.array(z.string()).default([]) });
