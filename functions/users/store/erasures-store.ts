import { type Action, appendEvent } from '../../../shared/dynamodb/actions.ts';
import type { Table } from '../../../shared/dynamodb/table.ts';
import type { DomainEvent } from '../../../shared/messaging/event.ts';
import type { Erasure } from '../domain/erasure.ts';
import { erasureItem } from './items.ts';
import { ERASURE_PARTITIONS, erasureKey, erasurePartition, eventKey } from './keys.ts';

const PAGE = 100;

const unchanged = ({ userId, lookAt }: Erasure) => ({
  Key: erasureKey(userId),
  ConditionExpression: 'lookAt = :read',
  ExpressionAttributeValues: { ':read': lookAt },
});

/** The erasures that are not done. */
export const erasuresStore = (table: Table) => ({
  /** Undefined once it is done. 1 read unit. */
  getErasure: (userId: string): Promise<Erasure | undefined> => table.get(erasureKey(userId), erasureItem),

  /** All, in pages. 1 read unit per 4 KB, at least 4. */
  async *listErasures(): AsyncGenerator<readonly Erasure[]> {
    for (let partition = 0; partition < ERASURE_PARTITIONS; partition += 1) {
      let cursor: string | undefined;
      do {
        const page = await table.query({ pk: erasurePartition(partition), limit: PAGE, cursor }, erasureItem);
        yield page.items;
        cursor = page.nextCursor;
      } while (cursor !== undefined);
    }
  },

  /** Costs 4 write units. @returns false after a concurrent change. */
  async repeatErasure(before: Erasure, { lookAt, repeats }: Erasure, event: DomainEvent): Promise<boolean> {
    const condition = unchanged(before);
    const update: Action = {
      Update: {
        ...condition,
        UpdateExpression: 'SET lookAt = :lookAt, repeats = :repeats',
        ExpressionAttributeValues: { ...condition.ExpressionAttributeValues, ':lookAt': lookAt, ':repeats': repeats },
      },
    };
    return (await table.transact([update, appendEvent(event, eventKey(before.userId, event.metadata.id))])).ok;
  },

  /** Costs 2 write units. @returns false after a concurrent change. */
  endErasure: async (erasure: Erasure): Promise<boolean> => (await table.transact([{ Delete: unchanged(erasure) }])).ok,
});
