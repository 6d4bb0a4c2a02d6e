import { domainCounters, domainSessionMarks, domainTable } from '../../../../shared/dynamodb/domain-table.ts';
import { userCartId } from '../../../../shared/http/caller.ts';
import { systemClock } from '../../../../shared/kernel/clock.ts';
import { setting } from '../../../../shared/runtime/settings.ts';
import { directory } from '../../adapters/cognito.ts';
import { usedCodes } from '../../adapters/used-codes.ts';
import type { User } from '../../domain/user.ts';
import { erasuresStore } from '../../store/erasures-store.ts';
import { usersStore } from '../../store/users-store.ts';
import { listPersonalOrders } from '../../use-cases/personal-orders.ts';
import { carts, personalOrders } from './personal-orders.ts';

/** The ports of the use cases of users. */
export const ports = {
  ...personalOrders,
  store: { ...usersStore(domainTable('users')), ...erasuresStore(domainTable('users')) },
  directory,
  sessions: domainSessionMarks('sessions'),
  codes: usedCodes(domainCounters('throttles'), systemClock),
  currency: setting('SHOP_CURRENCY'),
  getCartLines: async (userId: string) => (await carts.getCart(userCartId(userId)))?.lines ?? [],
  listOrders: (user: User, cursor: string | undefined) => listPersonalOrders(personalOrders, user, cursor),
};
