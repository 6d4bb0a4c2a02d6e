import { domainTable } from '../../../shared/dynamodb/domain-table.ts';
import { userCartId } from '../../../shared/http/caller.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { createConsumer } from '../../../shared/messaging/consumer.ts';
import { userActions } from '../../users/actions.ts';
import { cart } from '../manifest.ts';
import { cartQueries } from '../queries.ts';
import { cartStore } from '../store/cart-store.ts';
import { settleOrder } from '../use-cases/settle-order.ts';

const ports = {
  store: cartStore(domainTable('cart'), systemClock),
  getCartGuard: cartQueries(domainTable('cart')).getCartGuard,
  clock: systemClock,
};

const { erasePart } = userActions(domainTable('users'));

export const handler = createConsumer(cart.functions.events, {
  'OrderConfirmed.v1': ({ data }) => settleOrder(ports, data),
  'UserErased.v1': ({ data: { userId } }) =>
    erasePart({ domain: cart.name, userId, clock: systemClock }, () => ports.store.erase(userCartId(userId))),
});
