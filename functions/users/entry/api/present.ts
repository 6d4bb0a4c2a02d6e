import type * as z from 'zod';
import type { Role } from '../../../../shared/kernel/roles.ts';
import { NO_ADDRESS, type OrderOfBuyer } from '../../../orders/queries.ts';
import type { usersContract } from '../../contract/index.ts';
import type { AddressBook } from '../../domain/address-book.ts';
import type { User } from '../../domain/user.ts';
import type { Export } from '../../use-cases/export-user.ts';
import type { KeptOrder } from '../../use-cases/personal-orders.ts';

type Routes = (typeof usersContract)['routes'];

export function presentUser(user: User, roles: readonly Role[]): z.input<Routes['getUser']['responses'][200]> {
  const { preferences: _, ...profile } = user;
  return { ...profile, roles: [...roles] };
}

export const presentPreferences = ({ preferences }: User) => ({
  ...preferences,
  channels: [...preferences.channels],
});

export const presentAddresses = ({ addresses, defaultId }: AddressBook) =>
  addresses.map((address) => ({ ...address, isDefault: address.id === defaultId }));

/** The address that was added or changed. */
export function presentAddress({ book, id }: { readonly book: AddressBook; readonly id: string }) {
  const address = presentAddresses(book).find((kept) => kept.id === id);
  if (!address) throw new Error(`${id} is not in the address book that it was put into.`);
  return address;
}

export const presentErasure = (kept: readonly KeptOrder[]) => ({
  keptOrders: kept.map((order) => ({ ...order, until: order.until.toISOString() })),
});

export const presentExport = (
  { exportedAt, user, book, cart, orders }: Export<OrderOfBuyer>,
  roles: readonly Role[],
): z.input<Routes['exportUser']['responses'][200]> => ({
  exportedAt: exportedAt.toISOString(),
  profile: presentUser(user, roles),
  preferences: presentPreferences(user),
  addresses: presentAddresses(book),
  cart: cart.map(({ sku, quantity }) => ({ sku, quantity })),
  orders: { ...orders, items: orders.items.map(presentOrder) },
});

function presentOrder({ order, contact }: OrderOfBuyer) {
  const { id, number, status, createdAt, lines, totals } = order;
  return {
    ...{ id, number, status, createdAt, total: totals.total },
    lines: lines.map(({ sku, title, quantity, lineTotal }) => ({ sku, title, quantity, lineTotal })),
    ...(contact && {
      contact: {
        email: contact.email,
        shippingAddress: contact.shippingAddress ?? NO_ADDRESS,
        billingAddress: contact.billingAddress,
        paymentMethod: contact.paymentMethod ?? '',
      },
    }),
  };
}
