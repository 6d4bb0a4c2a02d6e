import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import * as z from 'zod';
import { MalformedData } from '../kernel/faults.ts';
import { logger } from '../runtime/logger.ts';
import { type EventDefinition, type EventOf, eventSchema } from './event.ts';

/** What EventBridge puts into the queue; only what is used here. */
const deliverySchema = z.object({ 'detail-type': z.string(), detail: z.unknown() });

/** An event and what is done with it. The effect must be a no-op for an event that has been applied before. */
export interface Subscription {
  readonly definition: EventDefinition;
  apply(event: unknown): Promise<void>;
}

/** Subscribes to one event; `apply` gets it validated and typed. */
export const on = <D extends EventDefinition>(
  definition: D,
  apply: (event: EventOf<D>) => Promise<void>,
): Subscription => ({
  definition,
  apply: async (detail) => {
    const parsed = eventSchema(definition).safeParse(detail);
    if (!parsed.success) throw new MalformedData(`Not a valid ${definition.name}: ${z.prettifyError(parsed.error)}`);
    await apply(parsed.data as EventOf<D>);
  },
});

/**
 * The Lambda handler of a queue of events. A message that fails is reported alone, so the others of its batch are done; it comes again
 * and at last goes to the dead-letter queue, payload and all.
 */
export function createConsumer(subscriptions: readonly Subscription[]) {
  const byName = new Map(subscriptions.map((subscription) => [subscription.definition.name, subscription]));

  const consume = async (body: string): Promise<void> => {
    const delivery = deliverySchema.parse(JSON.parse(body));
    const subscription = byName.get(delivery['detail-type']);
    if (!subscription) throw new MalformedData(`Nothing here consumes ${delivery['detail-type']}.`);
    await subscription.apply(delivery.detail);
  };

  return async ({ Records }: SQSEvent): Promise<SQSBatchResponse> => {
    const outcomes = await Promise.allSettled(Records.map((record) => consume(record.body)));
    const batchItemFailures = outcomes.flatMap((outcome, index) => {
      const messageId = Records[index]?.messageId;
      if (outcome.status === 'fulfilled' || messageId === undefined) return [];
      logger.error('an event could not be applied', { messageId, error: outcome.reason });
      return [{ itemIdentifier: messageId }];
    });
    return { batchItemFailures };
  };
}
