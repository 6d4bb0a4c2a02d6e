import { domainCounters, domainTable } from '../../../shared/dynamodb/domain-table.ts';
import { createApi } from '../../../shared/http/api.ts';
import { type Caller, isAdmin, type User as SignedIn, userCartId } from '../../../shared/http/caller.ts';
import { checkVersion, entityTag, type IfMatch } from '../../../shared/http/precondition.ts';
import { reply } from '../../../shared/http/reply.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { refuse } from '../../../shared/kernel/result.ts';
import type { Role } from '../../../shared/kernel/roles.ts';
import { setting } from '../../../shared/runtime/settings.ts';
import { cartQueries } from '../../cart/queries.ts';
import { ordersQueries } from '../../orders/queries.ts';
import { partnersQueries } from '../../partners/queries.ts';
import { directory, rolesAmong } from '../adapters/cognito.ts';
import { inEvenTime } from '../adapters/even-time.ts';
import { usersContract } from '../contract/index.ts';
import type { User } from '../domain/user.ts';
import { usersStore } from '../store/users-store.ts';
import { addToBook, changeInBook, removeFromBook } from '../use-cases/change-addresses.ts';
import { changePreferences, changeProfile } from '../use-cases/change-profile.ts';
import { confirm } from '../use-cases/confirm.ts';
import { eraseUser } from '../use-cases/erase-user.ts';
import { exportUser } from '../use-cases/export-user.ts';
import { findUser, noSuchUser } from '../use-cases/find-user.ts';
import { logIn } from '../use-cases/log-in.ts';
import { changePassword, resetPassword } from '../use-cases/passwords.ts';
import { register } from '../use-cases/register.ts';
import { setRoles } from '../use-cases/set-roles.ts';
import { presentAddress, presentAddresses, presentExport, presentPreferences, presentUser } from './present.ts';

const { isPartnerKey } = partnersQueries(domainTable('partners'));
const orders = ordersQueries(domainTable('orders'));
const carts = cartQueries(domainTable('cart'));
const store = usersStore(domainTable('users'));

const PAGE = 100;
const MERGED_CARTS = 100;

type Buyer = Pick<User, 'id' | 'email' | 'emailVerified'>;

const personOf = async ({ id, email, emailVerified }: Buyer) => ({
  userId: id,
  mergedCarts: await carts.listMergedCarts(userCartId(id), MERGED_CARTS),
  verifiedEmail: emailVerified ? email : undefined,
});

async function listGuestOrders(user: Buyer): Promise<string[]> {
  const person = await personOf(user);
  const ids: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await orders.listOrdersOf(person, PAGE, cursor);
    ids.push(...page.items.filter(({ order }) => order.userId === undefined).map(({ order }) => order.id));
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return ids;
}

const ports = {
  ...{ store, directory, currency: setting('SHOP_CURRENCY'), listGuestOrders },
  hasLiveOrder: async (userId: string) => (await carts.getCartGuard(userCartId(userId)))?.live === true,
  getCartLines: async (userId: string) => (await carts.getCart(userCartId(userId)))?.lines ?? [],
  listOrders: async (user: Buyer, cursor: string | undefined) =>
    orders.listOrdersOf(await personOf(user), PAGE, cursor),
};

function signedIn(caller: Caller): SignedIn {
  if (caller.kind !== 'user') throw new Error('Only users call this route.');
  return caller;
}

/** The caller's id if the path means it. Another user's id is treated as not found. */
function ownId(caller: Caller, id: string): string | undefined {
  const { userId } = signedIn(caller);
  return id === 'me' || id === userId ? userId : undefined;
}

/** The same, and any id for an admin. */
const idFor = (caller: Caller, id: string): string | undefined =>
  ownId(caller, id) ?? (isAdmin(caller) ? id : undefined);

/** A caller's own roles are in the token: what they may do with it. */
async function rolesFor(caller: Caller, userId: string): Promise<readonly Role[]> {
  const { userId: own, groups } = signedIn(caller);
  if (own === userId) return rolesAmong(groups);
  const account = await directory.findAccount(userId);
  return account ? directory.rolesOf(account.username) : [];
}

const basedOn = (ifMatch: IfMatch | undefined) => (version: number) => checkVersion(ifMatch, version);

const tagged = ({ version }: { readonly version: number }) => ({ etag: entityTag(version) });

const accessTokenOf = ({ authorization = '' }: { readonly authorization?: string | undefined }): string =>
  authorization.replace(/^bearer\s+/i, '').trim();

export const handler = createApi(
  usersContract,
  'api',
  {
    register: async ({ body, requestId }) => {
      await inEvenTime(register(ports, systemClock, body, requestId));
      return reply(202, undefined);
    },

    resendCode: async ({ body }) => {
      await inEvenTime(directory.resendCode(body.email));
      return reply(202, undefined);
    },

    confirm: async ({ body, requestId }) => {
      const confirmed = await confirm(ports, systemClock, { ...body, requestId });
      return confirmed.ok ? reply(204, undefined) : confirmed;
    },

    login: async ({ body, requestId }) => {
      const tokens = await logIn(ports, systemClock, { ...body, requestId });
      return tokens.ok ? reply(200, tokens.value) : tokens;
    },

    refresh: async ({ body }) => {
      const tokens = await directory.refresh(body.refreshToken);
      return tokens
        ? reply(200, tokens)
        : refuse('users.invalid_refresh_token', 'The refresh token is revoked or has expired: log in again.');
    },

    logout: async ({ body }) => {
      await directory.revoke(body.refreshToken);
      return reply(204, undefined);
    },

    changePassword: async ({ caller, body, headers }) => {
      const { userId } = signedIn(caller);
      const changed = await changePassword(directory, { ...body, userId, accessToken: accessTokenOf(headers) });
      return changed.ok ? reply(204, undefined) : changed;
    },

    forgotPassword: async ({ body }) => {
      await inEvenTime(directory.forgotPassword(body.email));
      return reply(202, undefined);
    },

    resetPassword: async ({ body }) => {
      const reset = await resetPassword(directory, body);
      return reset.ok ? reply(204, undefined) : reset;
    },

    getUser: async ({ caller, params, requestId }) => {
      const userId = idFor(caller, params.id);
      const user = userId && (await findUser(ports, systemClock, userId, requestId));
      return user ? reply(200, presentUser(user, await rolesFor(caller, user.id)), tagged(user)) : noSuchUser();
    },

    changeUser: async ({ caller, params, body, ifMatch, requestId }) => {
      const userId = ownId(caller, params.id);
      if (!userId) return noSuchUser();
      const change = { userId, requestId, details: body, checkVersion: basedOn(ifMatch) };
      const changed = await changeProfile(ports, systemClock, change);
      if (!changed.ok) return changed;
      return reply(200, presentUser(changed.value, await rolesFor(caller, userId)), tagged(changed.value));
    },

    eraseUser: async ({ caller, params, requestId }) => {
      const userId = idFor(caller, params.id);
      if (!userId) return noSuchUser();
      const erased = await eraseUser(ports, systemClock, userId, requestId);
      return erased.ok ? reply(204, undefined) : erased;
    },

    setRoles: async ({ caller, params, body, requestId }) => {
      const { userId: changedBy } = signedIn(caller);
      const userId = idFor(caller, params.id) ?? '';
      const set = await setRoles(ports, systemClock, { userId, roles: body.roles, changedBy, requestId });
      return set.ok ? reply(200, { roles: [...set.value] }) : set;
    },

    getPreferences: async ({ caller, params, requestId }) => {
      const userId = ownId(caller, params.id);
      const user = userId && (await findUser(ports, systemClock, userId, requestId));
      return user ? reply(200, presentPreferences(user)) : noSuchUser();
    },

    changePreferences: async ({ caller, params, body, requestId }) => {
      const userId = ownId(caller, params.id);
      if (!userId) return noSuchUser();
      const changed = await changePreferences(ports, systemClock, { userId, requestId, preferences: body });
      return changed.ok ? reply(200, presentPreferences(changed.value)) : changed;
    },

    listAddresses: async ({ caller, params }) => {
      const userId = ownId(caller, params.id);
      if (!userId) return noSuchUser();
      return reply(200, { items: presentAddresses(await store.getAddressBook(userId)) });
    },

    addAddress: async ({ caller, params, body, requestId }) => {
      const userId = ownId(caller, params.id);
      if (!userId) return noSuchUser();
      const { isDefault = false, ...address } = body;
      const added = await addToBook(ports, systemClock, { userId, requestId, address, isDefault });
      if (!added.ok) return added;
      const shown = presentAddress(added.value);
      return reply(201, shown, { ...tagged(shown), location: `/v1/users/${userId}/addresses/${shown.id}` });
    },

    changeAddress: async ({ caller, params, body, ifMatch, requestId }) => {
      const userId = ownId(caller, params.id);
      if (!userId) return noSuchUser();
      const { isDefault = false, ...address } = body;
      const where = { userId, requestId, addressId: params.addressId, checkVersion: basedOn(ifMatch) };
      const changed = await changeInBook(ports, systemClock, { ...where, address, isDefault });
      if (!changed.ok) return changed;
      const shown = presentAddress(changed.value);
      return reply(200, shown, tagged(shown));
    },

    removeAddress: async ({ caller, params, requestId }) => {
      const userId = ownId(caller, params.id);
      if (!userId) return noSuchUser();
      const removed = await removeFromBook(ports, systemClock, { userId, requestId, addressId: params.addressId });
      return removed.ok ? reply(204, undefined) : removed;
    },

    exportUser: async ({ caller, params, query, requestId }) => {
      const userId = ownId(caller, params.id);
      if (!userId) return noSuchUser();
      const exported = await exportUser(ports, systemClock, { userId, requestId, cursor: query.cursor });
      return exported ? reply(200, presentExport(exported, await rolesFor(caller, userId))) : noSuchUser();
    },
  },
  { throttles: { counters: domainCounters('throttles'), isPartnerKey } },
);
