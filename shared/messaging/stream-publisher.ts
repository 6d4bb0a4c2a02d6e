import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand, type PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import * as z from 'zod';
import { logger } from '../runtime/logger.ts';
import { setting } from '../runtime/settings.ts';
import { malformedEvent, metadataSchema, setAsideEvent, sourceOf } from './event.ts';

/**
 * Publishes the events that a table's transactions stored: stream → bus.
 *
 * The stream repeats a batch from the first record that is reported as failed. So an event may be
 * published twice, but is never lost. A malformed item would fail forever and block the events
 * behind it. It is therefore published whole, as `MalformedEvent`, for operators to inspect. An
 * entry that the bus can never take is set aside at once: `EventSetAside` names its item, which
 * stays in the table.
 */
const MAX_ENTRIES = 10; // The limit of one PutEvents call: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html
/**
 * Of the entries of one call together: a call that reaches it is refused whole. EventBridge takes 1
 * MB since January 2026; its targets and other implementations may still take 256 KB.
 */
const LIMIT_BYTES = 256 * 1024;
/** The bus refuses such an entry however often it is sent. */
const FINAL_ERRORS: ReadonlySet<string | undefined> = new Set([
  'MalformedDetail',
  'InvalidArgument',
  'ValidationException',
]);
const TIME_BYTES = 14;

const storedEvent = z.object({
  event: z.object({ metadata: metadataSchema, data: z.unknown() }),
});

const bus = new EventBridgeClient({});

export async function handler({ Records }: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> {
  for (const call of callsOf(Records.map(publicationOf))) {
    const failed = await firstUnpublished(call);
    if (failed) return { batchItemFailures: [{ itemIdentifier: failed.dynamodb?.SequenceNumber ?? '' }] };
  }
  return { batchItemFailures: [] };
}

interface Publication {
  readonly record: DynamoDBRecord;
  readonly entry: PutEventsRequestEntry;
}

function publicationOf(record: DynamoDBRecord): Publication {
  const entry = entryOf(record);
  const bytes = sizeOf(entry);
  return { record, entry: bytes < LIMIT_BYTES ? entry : setAside(record, entry, `It has ${bytes} bytes.`) };
}

/** The small entry that is published in place of one that cannot be. */
function setAside({ dynamodb }: DynamoDBRecord, { Source, DetailType }: PutEventsRequestEntry, reason: string) {
  const { pk, sk } = unmarshall((dynamodb?.NewImage ?? {}) as Record<string, AttributeValue>);
  const detail = { source: Source, name: DetailType, pk, sk, reason };
  logger.error('an event is set aside', detail);
  return {
    EventBusName: setting('EVENT_BUS_NAME'),
    Source: sourceOf(setAsideEvent.domain),
    DetailType: setAsideEvent.name,
    Detail: JSON.stringify(detail),
  };
}

/** Splits publications, in order, into calls that the bus accepts. */
function callsOf(publications: readonly Publication[]): readonly Publication[][] {
  const calls: Publication[][] = [];
  let bytes = 0;
  for (const publication of publications) {
    const size = sizeOf(publication.entry);
    const last = calls.at(-1);
    if (last === undefined || last.length >= MAX_ENTRIES || bytes + size >= LIMIT_BYTES) {
      calls.push([publication]);
      bytes = size;
    } else {
      last.push(publication);
      bytes += size;
    }
  }
  return calls;
}

/** Source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html#eb-putevent-size */
function sizeOf({ Source = '', DetailType = '', Detail = '', Time }: PutEventsRequestEntry): number {
  return Buffer.byteLength(Source + DetailType + Detail) + (Time ? TIME_BYTES : 0);
}

async function firstUnpublished(publications: readonly Publication[]): Promise<DynamoDBRecord | undefined> {
  const command = new PutEventsCommand({ Entries: publications.map(({ entry }) => entry) });
  const { FailedEntryCount, Entries = [] } = await bus.send(command);
  if (!FailedEntryCount) return undefined;
  const refused = publications.flatMap(({ record, entry }, index) => {
    const { ErrorCode } = Entries[index] ?? {};
    return FINAL_ERRORS.has(ErrorCode) && entry.DetailType !== setAsideEvent.name
      ? [{ record, entry: setAside(record, entry, `The bus answers ${ErrorCode}.`) }]
      : [];
  });
  if (refused.length > 0 && refused.length === FailedEntryCount) return firstUnpublished(refused);
  // If the reply does not mark the failed entry, all are retried: a repeated event is harmless, a
  // lost one is not.
  const first = Math.max(
    0,
    Entries.findIndex(({ ErrorCode }) => ErrorCode),
  );
  logger.error('the bus refused an event', { errorCode: Entries[first]?.ErrorCode, count: FailedEntryCount });
  return publications[first]?.record;
}

function entryOf({ dynamodb, eventID }: DynamoDBRecord): PutEventsRequestEntry {
  const EventBusName = setting('EVENT_BUS_NAME');
  // @types/aws-lambda and the SDK describe the same wire format with types that differ in `B`.
  const item = unmarshall((dynamodb?.NewImage ?? {}) as Record<string, AttributeValue>);
  const stored = storedEvent.safeParse(item);
  if (!stored.success) {
    logger.error('a stored event is malformed', { eventID, pk: item.pk, sk: item.sk });
    return {
      EventBusName,
      Source: sourceOf(malformedEvent.domain),
      DetailType: malformedEvent.name,
      Detail: JSON.stringify(item),
    };
  }
  const { event } = stored.data;
  return {
    EventBusName,
    Source: setting('EVENT_SOURCE'),
    DetailType: event.metadata.name,
    Detail: JSON.stringify(item.event),
    Time: new Date(event.metadata.occurredAt),
  };
}
