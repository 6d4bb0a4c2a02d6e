import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand, type PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { metadataSchema } from '../../events/envelope.ts';
import { logger } from '../runtime/logger.ts';
import { setting } from '../runtime/settings.ts';

/**
 * Publishes the events that a table's transactions wrote: stream → bus. Since the stream repeats a batch from the first record that is
 * reported as failed, an event may be published twice, but never lost. A record that can never be published fails on, until the event
 * source mapping has set it aside.
 */
const MAX_ENTRIES = 10; // of one PutEvents call: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html

const bus = new EventBridgeClient({});

export async function handler({ Records }: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> {
  for (let start = 0; start < Records.length; start += MAX_ENTRIES) {
    const chunk = Records.slice(start, start + MAX_ENTRIES);
    const failed = await publish(chunk);
    if (failed) return { batchItemFailures: [{ itemIdentifier: failed.dynamodb?.SequenceNumber ?? '' }] };
  }
  return { batchItemFailures: [] };
}

/** @returns the first record that was not published, if any. */
async function publish(records: readonly DynamoDBRecord[]): Promise<DynamoDBRecord | undefined> {
  const readable: { record: DynamoDBRecord; entry: PutEventsRequestEntry }[] = [];
  let unreadable: DynamoDBRecord | undefined;
  for (const record of records) {
    const entry = entryOf(record);
    if (!entry) {
      unreadable = record;
      break;
    }
    readable.push({ record, entry });
  }
  if (readable.length > 0) {
    const { FailedEntryCount, Entries = [] } = await bus.send(
      new PutEventsCommand({ Entries: readable.map(({ entry }) => entry) }),
    );
    if (FailedEntryCount) {
      const first = Entries.findIndex(({ ErrorCode }) => ErrorCode);
      logger.error('the bus refused an event', { errorCode: Entries[first]?.ErrorCode, count: FailedEntryCount });
      return readable[first]?.record;
    }
  }
  return unreadable;
}

function entryOf(record: DynamoDBRecord): PutEventsRequestEntry | undefined {
  // @types/aws-lambda and the SDK describe the same wire format with types that differ in `B`.
  const item = unmarshall((record.dynamodb?.NewImage ?? {}) as Record<string, AttributeValue>);
  const metadata = metadataSchema.safeParse(item.event?.metadata);
  if (!metadata.success || typeof item.domain !== 'string') {
    logger.error('a stored event is malformed', { eventId: record.eventID, keys: record.dynamodb?.Keys });
    return undefined;
  }
  return {
    EventBusName: setting('EVENT_BUS_NAME'),
    Source: `souk.${item.domain}`,
    DetailType: metadata.data.name,
    Detail: JSON.stringify(item.event),
    Time: new Date(metadata.data.occurredAt),
  };
}
