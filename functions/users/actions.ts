import { type Action, onTable } from '../../shared/dynamodb/actions.ts';
import type { Table } from '../../shared/dynamodb/table.ts';
import type { Clock } from '../../shared/kernel/clock.ts';
import { erasureKey } from './store/keys.ts';

/** The writes on users that the domains do which hold data of users. */
export const userActions = (table: Table) => {
  /** Fails when no erasure is open: then nobody waits for the mark. */
  const completePart = (userId: string, domain: string, beganAt: Date): Action =>
    onTable(table.name, {
      Update: {
        Key: erasureKey(userId),
        UpdateExpression: 'SET parts.#domain = :beganAt',
        ConditionExpression: 'attribute_exists(pk)',
        ExpressionAttributeNames: { '#domain': domain },
        ExpressionAttributeValues: { ':beganAt': beganAt.toISOString() },
      },
    });

  return {
    /**
     * Erases a domain's data of a user, then marks that part of the erasure as done. A domain that
     * consumes UserErased and never marks its part is asked again every hour, and reported. 2 write
     * units.
     *
     * @param erase must be idempotent.
     */
    async erasePart(
      { domain, userId, clock }: { readonly domain: string; readonly userId: string; readonly clock: Clock },
      erase: () => Promise<unknown>,
    ): Promise<void> {
      const beganAt = clock.now();
      await erase();
      await table.transact([completePart(userId, domain, beganAt)]);
    },
  };
};
