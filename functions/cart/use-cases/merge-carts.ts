import { TransientFault } from '../../../shared/kernel/faults.ts';
import { ok, type Refusal, type Result, refuse } from '../../../shared/kernel/result.ts';
import { untilSaved } from '../../../shared/kernel/until-saved.ts';
import { isForSale } from '../../pricing/domain/for-sale.ts';
import { emptyCart } from '../domain/cart.ts';
import type { CartGuard } from '../domain/cart-guard.ts';
import { type MergeReport, mergeLines } from '../domain/merge.ts';
import { type PricedCart, priceCart } from '../domain/priced-cart.ts';
import type { CartPorts } from './ports.ts';
import { readCart } from './read-cart.ts';
import { settledCart } from './settled-cart.ts';

export interface MergePorts extends CartPorts {
  /** Pieces of each SKU that can be bought. */
  getAvailability(skus: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** Whether a guest's cart has orders. The index may lag behind. */
  hasOrders(guestCartId: string): Promise<boolean>;
}

export interface MergeInput {
  readonly guestCartId: string;
  /** Whether the caller has sent the token whose hash this is. */
  provesToken(tokenHash: string): boolean;
  readonly userCartId: string;
  readonly currency: string;
}

export interface Merged {
  readonly cart: PricedCart;
  readonly report: MergeReport;
  /** Whether the cart was merged before; then the report is that of the first merge. */
  readonly replayed: boolean;
}

export type MergeRefusal = Refusal<'request.unauthenticated' | 'cart.checkout_in_progress'>;

/**
 * Checkout closes each merged cart in its transaction, which DynamoDB limits to 100 actions. Merged
 * carts are forgotten after a minute.
 */
const MAX_ABSORBED = 20;

/**
 * Moves a guest's lines into the user's cart, and ends the guest's cart in the same write. Of
 * concurrent merges one does it, and the others return its report. After a concurrent update of
 * either cart it decides again.
 *
 * Costs 4.5 read units, 2 per line of the guest and 1 per line of the user. Writes cost 2 units per
 * KB of each cart, and 2 for the merge record. One that the stock limits costs 1 read unit more.
 */
export const mergeCarts = (ports: MergePorts, input: MergeInput): Promise<Result<Merged, MergeRefusal>> =>
  untilSaved(ports.clock, { what: `cart ${input.userCartId} or ${input.guestCartId}` }, () => tryToMerge(ports, input));

async function tryToMerge(
  ports: MergePorts,
  { guestCartId, provesToken, userCartId, currency }: MergeInput,
): Promise<Result<Merged, MergeRefusal> | 'stale'> {
  const stored = await ports.store.getGuest(guestCartId);
  if (!stored || !provesToken(stored.tokenHash)) return unknownToken();
  if ('mergedInto' in stored) {
    if (stored.mergedInto !== userCartId) return unknownToken();
    return ok({ cart: await readCart(ports, userCartId, currency), report: stored.report, replayed: true });
  }
  // The guard is read after the cart: an order that is placed later is found by `absorbed`.
  const order = await ports.getCartGuard(guestCartId);
  if (order?.live) return inProgress();
  const guest = await settledCart(ports, stored);
  const found = await ports.store.get(userCartId);
  const user = found ? await settledCart(ports, found) : emptyCart(userCartId);
  if ((user.absorbed?.length ?? 0) >= MAX_ABSORBED)
    throw new TransientFault(`${userCartId} has merged too many carts within a minute.`);
  const guard = found && (await ports.getCartGuard(userCartId));
  const skus = guest.lines.map(({ sku }) => sku);
  const all = [...new Set([...skus, ...user.lines.map(({ sku }) => sku)])];
  const sellables = all.length > 0 ? await ports.getSellables(all) : new Map();
  const available = skus.length > 0 ? await ports.getAvailability(skus) : new Map<string, number>();
  const { cart, report } = mergeLines(user, guest, {
    isSold: (sku) => isForSale(sellables.get(sku), currency),
    availableOf: (sku) => available.get(sku) ?? 0,
    inOrder: (sku) => inLiveOrder(guard, sku),
    now: ports.clock.now(),
  });
  // The guest's own order may hold the missing pieces, if it was placed since.
  if (isShort(report) && (await ports.getCartGuard(guestCartId))?.orderId !== order?.orderId) return 'stale';
  // The index may not show the last order yet, but the guard does.
  const hasOrders = order !== undefined || (await ports.hasOrders(guestCartId));
  const saved = await ports.store.merge(cart, guest, report, hasOrders);
  return saved ? ok({ cart: priceCart(saved, sellables, currency), report, replayed: false }) : 'stale';
}

const isShort = ({ capped, dropped }: MergeReport): boolean =>
  capped.some(({ reason }) => reason === 'stock') || dropped.some(({ reason }) => reason === 'out_of_stock');

const inLiveOrder = (guard: CartGuard | undefined, sku: string): number =>
  guard?.live ? (guard.lines.find((line) => line.sku === sku)?.quantity ?? 0) : 0;

const unknownToken = () =>
  refuse('request.unauthenticated', 'No cart has this X-Cart-Token, or it was merged into another user’s cart.');

const inProgress = () =>
  refuse('cart.checkout_in_progress', 'The checkout of the guest’s cart is in progress. Try again in a few minutes.');
