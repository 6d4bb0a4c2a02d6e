import { appendEvent, put } from '../../../shared/dynamodb/actions.ts';
import type { Table } from '../../../shared/dynamodb/table.ts';
import { type Clock, systemClock } from '../../../shared/kernel/clock.ts';
import type { DomainEvent } from '../../../shared/messaging/event.ts';
import type { OrderContact } from '../domain/contact.ts';
import type { Retention } from '../domain/retention.ts';
import { contactItem, lastMailItem } from './items.ts';
import { contactKeptKey, contactKey, lastMailKey } from './keys.ts';

const seconds = (time: Date): number => Math.floor(time.getTime() / 1000);

/**
 * The contacts of orders, and their end. The table's TTL deletes late, so a contact whose time is
 * over is not returned.
 */
export const contactsStore = (table: Table, clock: Clock = systemClock) => {
  const isKept = ({ expiresAt }: Pick<OrderContact, 'expiresAt'>): boolean =>
    expiresAt === undefined || expiresAt > seconds(clock.now());

  const getContact = async (orderId: string): Promise<OrderContact | undefined> => {
    const contact = await table.get(contactKey(orderId), contactItem);
    return contact && isKept(contact) ? contact : undefined;
  };

  return {
    getContact,

    async getContacts(orderIds: readonly string[]): Promise<ReadonlyMap<string, OrderContact>> {
      const contacts = await table.batchGet(orderIds.map(contactKey), contactItem);
      return new Map(contacts.filter(isKept).map((contact) => [contact.orderId, contact]));
    },

    /** The address for mails about an order. 1 read unit, or 2 once the contact is erased. */
    async getMailAddress(orderId: string): Promise<string | undefined> {
      const contact = await getContact(orderId);
      if (contact) return contact.email;
      const last = await table.get(lastMailKey(orderId), lastMailItem);
      return last && isKept(last) ? last.email : undefined;
    },

    /**
     * Limits a contact to what its order still needs, for as long as it does. The event is written
     * the first time. At least 4 write units, the indexes included.
     *
     * @returns false after a concurrent change.
     */
    async keepContact(
      { orderId, expiresAt }: OrderContact,
      { until, drops }: Retention,
      event: DomainEvent,
    ): Promise<boolean> {
      const isFirst = expiresAt === undefined;
      const result = await table.transact([
        {
          Update: {
            Key: contactKey(orderId),
            UpdateExpression: `SET expiresAt = :until${drops.length > 0 ? ` REMOVE ${drops.join(', ')}` : ''}`,
            ConditionExpression: isFirst
              ? 'attribute_exists(pk) AND attribute_not_exists(expiresAt)'
              : 'attribute_exists(expiresAt)',
            ExpressionAttributeValues: { ':until': seconds(until) },
          },
        },
        ...(isFirst ? [appendEvent(event, contactKeptKey(orderId))] : []),
      ]);
      return result.ok;
    },

    /** Leaves the address for the last mail until then. 4 write units, 2 more for that. */
    async eraseContact({ orderId, email }: OrderContact, lastMailUntil: Date | undefined): Promise<void> {
      const lastMail = { ...lastMailKey(orderId), entity: 'last-mail', email };
      await table.transact([
        { Delete: { Key: contactKey(orderId) } },
        ...(lastMailUntil ? [put({ ...lastMail, expiresAt: seconds(lastMailUntil) })] : []),
      ]);
    },

    /** At most as many as one transaction holds. 4 write units each, the index included. */
    async eraseContacts(orderIds: readonly string[]): Promise<void> {
      await table.transact(orderIds.map((id) => ({ Delete: { Key: contactKey(id) } })));
    },
  };
};
