import * as z from 'zod';
import { createId } from '../kernel/id.ts';

/**
 * The envelope of every event, beside its data. It holds ids only, never personal data: events are
 * archived, queued and logged.
 */
export const metadataSchema = z.strictObject({
  id: z.string().regex(/^evt_/),
  name: z.string(),
  version: z.int().positive(),
  /** The changed aggregate, e.g. `{ type: 'order', id: 'ord_…' }`. */
  aggregate: z.strictObject({ type: z.string(), id: z.string() }),
  /**
   * The position in the aggregate's history. Stock events have none, since stock is not versioned.
   */
  sequence: z.int().positive().optional(),
  occurredAt: z.iso.datetime(),
  /** The same for all events that one request or one order caused. */
  correlationId: z.string(),
  /** The direct cause: a request, an event, a saga step. */
  causationId: z.string(),
});

export type EventMetadata = z.output<typeof metadataSchema>;

export interface EventDefinition<
  Name extends string = string,
  Data extends z.ZodType = z.ZodType,
  Version extends number = number,
> {
  readonly domain: string;
  readonly name: Name;
  readonly version: Version;
  readonly aggregateType: string;
  readonly data: Data;
  /** A valid example, for documentation and tests of the contract. */
  readonly sample: z.output<Data>;
  /**
   * Reads the previous version as this one, so that consumers of this version accept events that
   * were published or archived as the previous one. Without it they refuse them.
   */
  readonly upcast?: Upcast<z.output<Data>>;
}

/** An older version of an event, and how its data becomes that of the newer version. */
export interface Upcast<Data = unknown> {
  readonly from: EventDefinition;
  /** Pure. Gets data that the older version's schema has accepted. */
  data(older: unknown): Data;
}

/**
 * Reads an older version as a newer one.
 *
 * @example
 * upcast: upcastFrom(orderShippedV1, (data) => ({ ...data, parcels: 1 })),
 */
export const upcastFrom = <Older extends z.ZodType, Data>(
  from: EventDefinition<string, Older>,
  convert: (older: z.output<Older>) => Data,
): Upcast<Data> => ({ from, data: (older) => convert(older as z.output<Older>) });

/**
 * An event as it is stored and published: EventBridge's `detail`, with source `souk.<domain>` and
 * the name as detail-type.
 */
export interface DomainEvent<Name extends string = string, Data = unknown> {
  readonly metadata: EventMetadata & { readonly name: Name };
  readonly data: Data;
}

/**
 * Declares an event. A change that is not additive is a new version in its own file, e.g.
 * `order-shipped.v2.ts`.
 */
export const defineEvent = <const Name extends string, Data extends z.ZodType, const Version extends number>(
  definition: EventDefinition<Name, Data, Version>,
): EventDefinition<Name, Data, Version> => definition;

/** The key of a definition where versions matter, e.g. `OrderShipped.v2`. */
export type EventKey<Definition> =
  Definition extends EventDefinition<infer Name, infer _Data, infer Version> ? `${Name}.v${Version}` : never;

export const eventKey = ({ name, version }: Pick<EventDefinition, 'name' | 'version'>): string => `${name}.v${version}`;

/**
 * The name under which the outbox publishes a malformed stored event, as its whole item, for
 * operators to inspect.
 */
export const malformedEvent = { domain: 'outbox', name: 'MalformedEvent' } as const;

/**
 * The name under which the outbox reports an event that the bus cannot take. It names the item,
 * which stays in the table.
 */
export const setAsideEvent = { domain: 'outbox', name: 'EventSetAside' } as const;

/**
 * The most bytes of an event, as JSON. A stored item holds 400 KB; an entry of EventBridge and a
 * message of SQS held 256 KB before 2026. This leaves room for their envelopes.
 */
export const MAX_EVENT_BYTES = 200 * 1024;

/** EventBridge's `source` of a domain's events. */
export const sourceOf = (domain: string): string => `souk.${domain}`;

export type EventOf<Definition> =
  Definition extends EventDefinition<infer Name, infer Data> ? DomainEvent<Name, z.output<Data>> : never;

/** The schema of a whole event: envelope and data. */
export const eventSchema = <Name extends string, Data extends z.ZodType>(definition: EventDefinition<Name, Data>) =>
  z.strictObject({
    metadata: metadataSchema.extend({ name: z.literal(definition.name), version: z.literal(definition.version) }),
    data: definition.data,
  });

/**
 * The cause of an event, as part of its facts.
 *
 * @param cause a request, an event, or a step of the saga.
 * @param correlationId the whole that the cause belongs to, e.g. an order. Default: the cause
 * itself, as for a request.
 */
export const causedBy = (cause: string, correlationId: string = cause) => ({ correlationId, causationId: cause });

/**
 * Creates an event, to be stored with the change that it explains.
 *
 * @throws Error for an event that is too large for the bus: nothing may be stored that can never be
 *   published.
 */
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
  const event = {
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
  const bytes = Buffer.byteLength(JSON.stringify(event));
  if (bytes > MAX_EVENT_BYTES) {
    throw new Error(
      `${definition.name} of ${facts.aggregateId} has ${bytes} bytes: an event has at most ${MAX_EVENT_BYTES}.`,
    );
  }
  return event;
}

/** A definition and the older versions that can be read as it, newest first. */
export const readableVersions = (definition: EventDefinition): EventDefinition[] => [
  definition,
  ...(definition.upcast ? readableVersions(definition.upcast.from) : []),
];

/**
 * Checks an event against the definition of its own version, then reads it as `definition`.
 *
 * @param detail an event of one of the versions in `readableVersions(definition)`.
 * @throws z.ZodError for any other value.
 */
export function readEvent<D extends EventDefinition>(definition: D, detail: unknown): EventOf<D> {
  const { upcast } = definition;
  const version = versionOf(detail);
  if (!upcast || version === definition.version) return eventSchema(definition).parse(detail) as EventOf<D>;
  const older = readEvent(upcast.from, detail);
  const metadata = { ...older.metadata, version: definition.version };
  return { metadata, data: definition.data.parse(upcast.data(older.data)) } as EventOf<D>;
}

const versionSchema = z.object({ metadata: z.object({ version: z.int() }) });

/** The version that an event declares; undefined when it declares none. */
export function versionOf(detail: unknown): number | undefined {
  const parsed = versionSchema.safeParse(detail);
  return parsed.success ? parsed.data.metadata.version : undefined;
}
