import { type BenchProduct, ON_HAND, type Order, type Shop } from './shop.ts';

/**
 * Checks that the ledger balances once every order has ended. Each of `orders` bought one piece of
 * one of `products`, and no other order did.
 *
 * @returns a text for each mismatch.
 */
export async function audit(
  shop: Shop,
  orders: readonly Order[],
  products: readonly BenchProduct[],
): Promise<readonly string[]> {
  await shop.usageAtRest();
  const wrong: string[] = [];
  const taken = await shop.taken();
  let confirmed = 0;
  for (const order of orders) {
    const status = await shop.endOf(order);
    const owed = status === 'confirmed' ? order.total : 0;
    if (status === 'confirmed') confirmed += 1;
    if (!['confirmed', 'rejected'].includes(status)) wrong.push(`${order.id} is ${status}`);
    if ((taken.get(order.id) ?? 0) !== owed) {
      wrong.push(`${order.id} is ${status} and owes ${owed}, ${taken.get(order.id) ?? 0} were taken`);
    }
  }
  let sold = 0;
  for (const { sku } of products) {
    const { available, held, allocated } = await shop.stockOf(sku);
    sold += allocated;
    if (held !== 0) wrong.push(`${held} of ${sku} are held, though every order has ended`);
    if (available + held + allocated !== ON_HAND) wrong.push(`the stock of ${sku} does not add up to ${ON_HAND}`);
  }
  if (sold !== confirmed) wrong.push(`${sold} pieces are allocated to ${confirmed} confirmed orders`);
  return wrong;
}
