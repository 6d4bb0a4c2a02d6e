import { putIfAbsent, replaceIfVersion } from '../../../shared/dynamodb/actions.ts';
import type { Table } from '../../../shared/dynamodb/table.ts';
import type { Clock } from '../../../shared/kernel/clock.ts';
import { createId } from '../../../shared/kernel/id.ts';
import type { CartStore } from '../domain/ports.ts';
import { cartItemSchema, isExpired } from './cart-item.ts';
import { cartKey } from './keys.ts';

/** How long a guest's cart outlives its last change. */
const GUEST_CART_SECONDS = 60 * 86_400;

export const cartStore = (table: Table, clock: Clock): CartStore => ({
  async get(cartId) {
    const item = await table.get(cartKey(cartId), cartItemSchema);
    if (!item || isExpired(item, clock.now())) return undefined;
    const { id, version, lines, settledOrderId, tokenHash } = item;
    return { id, version, lines, settledOrderId, tokenHash };
  },

  async save(cart) {
    const saved = { ...cart, version: cart.version + 1 };
    const changeId = createId('chg');
    const expiresAt = cart.tokenHash && Math.floor(clock.now().getTime() / 1000) + GUEST_CART_SECONDS;
    const item = { ...cartKey(cart.id), entity: 'cart', ...saved, changeId, expiresAt };
    const result = await table.transact([
      cart.version === 0 ? putIfAbsent(item) : replaceIfVersion(item, cart.version),
    ]);
    // The condition also fails when the reply of this very change was lost and the call was repeated.
    return result.ok || result.failed[0]?.item?.changeId === changeId ? saved : undefined;
  },
});
