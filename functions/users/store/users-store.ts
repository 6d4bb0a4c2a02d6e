import { type Action, appendEvent, put, putIfAbsent, replaceIfVersion } from '../../../shared/dynamodb/actions.ts';
import type { Table } from '../../../shared/dynamodb/table.ts';
import type { DomainEvent } from '../../../shared/messaging/event.ts';
import { type AddressBook, EMPTY_BOOK } from '../domain/address-book.ts';
import type { Erasure } from '../domain/erasure.ts';
import type { User } from '../domain/user.ts';
import { addressBookItem, profileItem } from './items.ts';
import { addressBookKey, erasureKey, eventKey, profileKey } from './keys.ts';

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

  /**
   * Costs 8 write units. Only the id remains, and until the erasure is done the traces of their
   * guest orders.
   */
  async erase(erasure: Erasure, event: DomainEvent): Promise<void> {
    const { userId, erasedAt } = erasure;
    await table.transact([
      put({ ...erasureKey(userId), entity: 'erasure', ...erasure }),
      put({ ...profileKey(userId), entity: 'erased', id: userId, erasedAt }),
      { Delete: { Key: addressBookKey(userId) } },
      append(userId, event),
    ]);
  },
});
