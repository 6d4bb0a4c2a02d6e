import * as z from 'zod';
import { createId } from '../kernel/id.ts';

/** What every event carries beside its data. Ids only, never personal data: events are archived, queued and logged. */
export const metadataSchema = z.strictObject({
  id: z.string().regex(/^evt_/),
  name: z.string(),
  version: z.int().positive(),
  /** What it happened to, e.g. `{ type: 'order', id: 'ord_…' }`. */
  aggregate: z.strictObject({ type: z.string(), id: z.string() }),
  /** The position in the aggregate's history; stock events have none, since stock is not versioned. */
  sequence: z.int().positive().optional(),
  occurredAt: z.iso.datetime(),
  /** The same for everything that one request or one order caused. */
  correlationId: z.string(),
  /** What caused it directly: a request, an event, a saga step. */
  causationId: z.string(),
});

export type EventMetadata = z.output<typeof metadataSchema>;

export interface EventDefinition<Name extends string = string, Data extends z.ZodType = z.ZodType> {
  readonly domain: string;
  readonly name: Name;
  readonly version: number;
  readonly aggregateType: string;
  readonly data: Data;
  /** A valid example, kept as the contract's documentation and test. */
  readonly sample: z.output<Data>;
}

/** An event as stored and published: EventBridge's `detail`, with source `souk.<domain>` and detail-type = name. */
export interface DomainEvent<Name extends string = string, Data = unknown> {
  readonly metadata: EventMetadata & { readonly name: Name };
  readonly data: Data;
}

export const defineEvent = <const Name extends string, Data extends z.ZodType>(
  definition: EventDefinition<Name, Data>,
): EventDefinition<Name, Data> => definition;

export type EventOf<Definition> =
  Definition extends EventDefinition<infer Name, infer Data> ? DomainEvent<Name, z.output<Data>> : never;

/** The schema of a whole event, envelope and data. */
export const eventSchema = <Name extends string, Data extends z.ZodType>(definition: EventDefinition<Name, Data>) =>
  z.strictObject({
    metadata: metadataSchema.extend({ name: z.literal(definition.name), version: z.literal(definition.version) }),
    data: definition.data,
  });

/**
 * What caused an event, for its facts.
 *
 * @param cause a request, an event, or a step of the saga.
 * @param correlationId what the cause itself belongs to, e.g. an order; a request belongs to itself.
 */
export const causedBy = (cause: string, correlationId: string = cause) => ({ correlationId, causationId: cause });

/** Makes an event that is about to be stored with the change it explains. */
export function createEvent<Name extends string, Data extends z.ZodType>(
  definition: EventDefinition<Name, Data>,
  facts: {
    readonly aggregateId: string;
    readonly sequence?: number;
    readonly occurredAt: Date;
    readonly correlationId: string;
    readonly causationId: string;
    readonly data: z.output<Data>;
  },
): DomainEvent<Name, z.output<Data>> {
  return {
    metadata: {
      id: createId('evt'),
      name: definition.name,
      version: definition.version,
      aggregate: { type: definition.aggregateType, id: facts.aggregateId },
      ...(facts.sequence === undefined ? {} : { sequence: facts.sequence }),
      occurredAt: facts.occurredAt.toISOString(),
      correlationId: facts.correlationId,
      causationId: facts.causationId,
    },
    data: facts.data,
  };
}
