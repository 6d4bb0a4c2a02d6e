import { type Action, appendEvent, put, putIfAbsent, replaceIfVersion } from '../../../shared/dynamodb/actions.ts';
import { expiryFrom } from '../../../shared/dynamodb/expiry.ts';
import type { Table } from '../../../shared/dynamodb/table.ts';
import type { DomainEvent } from '../../../shared/messaging/event.ts';
import { type AddressBook, EMPTY_BOOK } from '../domain/address-book.ts';
import type { GuestTraces, User } from '../domain/user.ts';
import { addressBookItem, erasureItem, profileItem } from './items.ts';
import { addressBookKey, erasureKey, eventKey, profileKey } from './keys.ts';

/** An event that could not be applied can be sent again for 14 days. */
const ERASURE_DAYS = 15;

const append = (userId: string, event: DomainEvent): Action => appendEvent(event, eventKey(userId, event.metadata.id));

/**
 * Profiles, address books and the events of users. Only an existing user can be written: an erased
 * one stays erased.
 */
export const usersStore = (table: Table) => ({
  /** Costs 1 read unit. */
  async getUser(userId: string): Promise<User | 'erased' | undefined> {
    const item = await table.get(profileKey(userId), profileItem);
    if (item?.entity === 'erased') return 'erased';
    if (!item) return undefined;
    const { entity: _, ...user } = item;
    return user;
  },

  /** Costs 4 write units. @returns false when this id has, or had, a user. */
  async addUser(user: User, event: DomainEvent): Promise<boolean> {
    const result = await table.transact([
      putIfAbsent({ ...profileKey(user.id), entity: 'user', ...user }),
      append(user.id, event),
    ]);
    return result.ok;
  },

  /** Costs 4 write units. @returns false after a concurrent update, or when the user is erased. */
  async saveUser(before: User, after: User, event: DomainEvent): Promise<boolean> {
    const result = await table.transact([
      replaceIfVersion({ ...profileKey(after.id), entity: 'user', ...after }, before.version),
      append(after.id, event),
    ]);
    return result.ok;
  },

  /** Costs 2 write units. */
  async record(userId: string, event: DomainEvent): Promise<void> {
    await table.transact([append(userId, event)]);
  },

  /** Costs 1 read unit per 4 KB. */
  getAddressBook: async (userId: string): Promise<AddressBook> =>
    (await table.get(addressBookKey(userId), addressBookItem)) ?? EMPTY_BOOK,

  /**
   * Costs 4 write units, and 2 per KB of the book: an address is about 300 bytes.
   *
   * @returns false after a concurrent update, or when the user is erased.
   */
  async saveAddressBook(userId: string, before: AddressBook, after: AddressBook, event: DomainEvent): Promise<boolean> {
    const item = { ...addressBookKey(userId), entity: 'address-book', ...after, version: before.version + 1 };
    const result = await table.transact([
      before.version === 0 ? putIfAbsent(item) : replaceIfVersion(item, before.version),
      append(userId, event),
      {
        ConditionCheck: {
          Key: profileKey(userId),
          ConditionExpression: 'entity = :user',
          ExpressionAttributeValues: { ':user': 'user' },
        },
      },
    ]);
    return result.ok;
  },

  /** The traces of an erased user; undefined after 15 days. 1 read unit. */
  async getErasure(userId: string): Promise<GuestTraces | undefined> {
    const found = await table.get(erasureKey(userId), erasureItem);
    return found && { mergedCarts: found.mergedCarts, hashedEmail: found.hashedEmail };
  },

  /** Costs 8 write units. Only the id remains, and for 15 days the traces of their guest orders. */
  async erase(userId: string, traces: GuestTraces, event: DomainEvent): Promise<void> {
    const expiresAt = expiryFrom(event.metadata.occurredAt, { days: ERASURE_DAYS });
    await table.transact([
      put({ ...erasureKey(userId), entity: 'erasure', ...traces, expiresAt }),
      put({ ...profileKey(userId), entity: 'erased', id: userId, erasedAt: event.metadata.occurredAt }),
      { Delete: { Key: addressBookKey(userId) } },
      append(userId, event),
    ]);
  },
});
