import type { SQSRecord } from 'aws-lambda';
import * as z from 'zod';
import { MalformedData } from '../kernel/faults.ts';
import { logger } from '../runtime/logger.ts';
import { batchOf } from './batch.ts';
import {
  type EventDefinition,
  type EventKey,
  type EventOf,
  eventKey,
  readableVersions,
  readEvent,
  versionOf,
} from './event.ts';
import { MAX_RECEIVES } from './receives.ts';

/** The fields of EventBridge's message that a consumer reads from its queue. */
const deliverySchema = z.object({ 'detail-type': z.string(), detail: z.unknown() });

/** The part of a function's manifest that lists the events it consumes. */
export interface Consumes {
  readonly consumes: readonly EventDefinition[];
}

type Consumed<F extends Consumes> = F['consumes'][number];

/**
 * One handler for each event that the function consumes, by name and version. Handlers must be
 * idempotent: an event may be delivered more than once.
 */
export type EventHandlers<F extends Consumes> = {
  readonly [Key in EventKey<Consumed<F>>]: (
    event: EventOf<Extract<Consumed<F>, { readonly name: NameIn<Key>; readonly version: VersionIn<Key> }>>,
  ) => Promise<unknown>;
};

type NameIn<Key> = Key extends `${infer Name}.v${number}` ? Name : never;
type VersionIn<Key> = Key extends `${string}.v${infer Version extends number}` ? Version : never;

interface Subscription {
  readonly definition: EventDefinition;
  apply(event: unknown): Promise<unknown>;
  readonly giveUp: Subscription['apply'] | undefined;
}

type Handlers = Readonly<Record<string, Subscription['apply']>>;

/**
 * Makes the Lambda handler of a queue of events.
 *
 * A message that fails is retried alone: {@link batchOf}. A function that is killed at the last
 * receive has no chance to run `lastly`.
 *
 * @param manifest the function's own entry in its domain's manifest.
 * @param handlers one for each event that it consumes. A missing or superfluous one does not
 * compile.
 * @param lastly run after their handler failed at the last receive, to end what waits for the
 * event. They must be idempotent too.
 * @throws when two definitions would read the same version of an event.
 *
 * @example
 * export const handler = createConsumer(cart.functions.events, {
 *   'OrderConfirmed.v1': ({ data }) => settleOrder(ports, data),
 * });
 */
export function createConsumer<const F extends Consumes>(
  manifest: F,
  handlers: EventHandlers<F>,
  lastly: Partial<EventHandlers<F>> = {},
) {
  const subscriptions = subscriptionsOf(manifest, handlers as Handlers, lastly as Handlers);

  const consume = async ({ body, attributes }: SQSRecord): Promise<void> => {
    const { 'detail-type': name, detail } = deliverySchema.parse(JSON.parse(body));
    const key = eventKey({ name, version: versionOf(detail) ?? 0 });
    const subscription = subscriptions.get(key);
    if (!subscription) throw new MalformedData(`This function does not consume ${key}.`);
    const event = validated(subscription.definition, detail);
    try {
      await subscription.apply(event);
    } catch (error) {
      if (Number(attributes.ApproximateReceiveCount) >= MAX_RECEIVES)
        await subscription.giveUp?.(event).catch(logGivingUp);
      throw error;
    }
  };

  return batchOf(consume);
}

const logGivingUp = (error: unknown): void =>
  logger.error('what waits for an event could not be ended', { error: error as Error });

/** Each readable version → its handler, and the version that the handler gets. */
function subscriptionsOf(
  { consumes }: Consumes,
  handlers: Handlers,
  lastly: Handlers,
): ReadonlyMap<string, Subscription> {
  const subscriptions = new Map<string, Subscription>();
  for (const definition of consumes) {
    const apply = handlers[eventKey(definition)];
    if (!apply) throw new Error(`${eventKey(definition)} is consumed but has no handler.`);
    for (const version of readableVersions(definition)) {
      const key = eventKey(version);
      if (subscriptions.has(key)) throw new Error(`${key} is consumed twice.`);
      subscriptions.set(key, { definition, apply, giveUp: lastly[eventKey(definition)] });
    }
  }
  return subscriptions;
}

function validated(definition: EventDefinition, detail: unknown): unknown {
  try {
    return readEvent(definition, detail);
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error;
    throw new MalformedData(`Not a valid ${definition.name}: ${z.prettifyError(error)}`);
  }
}
