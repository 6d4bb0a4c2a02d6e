import { randomUUID } from 'node:crypto';
import type { Cloud } from '../cloud.ts';
import { AwsError } from './aws-error.ts';
import type { BusEvent } from './handles.ts';

const MAX_ENTRIES = 10;
/**
 * The entries of one request must be smaller than this together.
 *
 * Sources: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html and
 * https://aws.amazon.com/about-aws/whats-new/2026/01/amazon-eventbridge-increases-event-payload-size-256-kb-1-mb/
 */
const LIMIT_BYTES = 1_048_576;
const TIME_BYTES = 14;

type Entry = Record<string, unknown>;

interface Validated {
  readonly event?: BusEvent;
  /** The bus by name. */
  readonly bus?: string;
  readonly error?: { readonly ErrorCode: string; readonly ErrorMessage: string };
}

/** The entries of a request; throws EventBridge's error for a request that it refuses whole. */
export function requireEntries(entries: unknown): readonly Entry[] {
  if (!Array.isArray(entries)) throw violated('Value null', 'Member must not be null');
  if (entries.length === 0) throw violated("Value '[]'", 'Member must have length greater than or equal to 1');
  if (entries.length > MAX_ENTRIES) {
    const shown = entries.map(shownEntry).join(', ');
    throw violated(`Value '[${shown}]'`, `Member must have length less than or equal to ${MAX_ENTRIES}`);
  }
  const bytes = (entries as readonly Entry[]).reduce((sum, entry) => sum + sizeOf(entry), 0);
  if (bytes < LIMIT_BYTES) return entries;
  throw new AwsError('ValidationException', 'Total size of the entries in the request is over the limit.');
}

/** Source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html#eb-putevent-size */
function sizeOf({ Time, Source, DetailType, Detail, Resources }: Entry): number {
  const texts = [Source, DetailType, Detail, ...(Array.isArray(Resources) ? Resources : [])];
  const bytes = texts.map((text) => (typeof text === 'string' ? Buffer.byteLength(text) : 0));
  return bytes.reduce((sum, one) => sum + one, Time === undefined ? 0 : TIME_BYTES);
}

/** An entry as EventBridge prints it in an error. */
function shownEntry(entry: Entry): string {
  const members = ['Time', 'Source', 'Resources', 'DetailType', 'Detail', 'EventBusName', 'TraceHeader'];
  const shown = members.map((name) => `${name.charAt(0).toLowerCase()}${name.slice(1)}=${String(entry[name] ?? null)}`);
  return `PutEventsRequestEntry(${shown.join(', ')}, kmsKeyIdentifier=null, internalMetadata=null)`;
}

const violated = (value: string, constraint: string): AwsError =>
  new AwsError(
    'ValidationException',
    `1 validation error detected: ${value} at 'entries' failed to satisfy constraint: ${constraint}`,
  );

/**
 * Converts an entry of PutEvents to the event that rules match, or to EventBridge's error for it.
 */
export function validateEntry(entry: Entry, cloud: Cloud, buses: ReadonlySet<string>): Validated {
  for (const field of ['Source', 'DetailType', 'Detail']) {
    if (!entry[field])
      return invalid('InvalidArgument', `Parameter ${field} is not valid. Reason: ${field} is a required argument.`);
  }
  const detail = parseObject(String(entry.Detail));
  if (!detail) return invalid('MalformedDetail', 'Detail is malformed.');
  const bus = String(entry.EventBusName ?? 'default')
    .split('/')
    .at(-1) as string;
  // EventBridge accepts events for a missing bus and drops them; here that can only be a mistake.
  if (!buses.has(bus)) return invalid('ResourceNotFoundException', `Event bus ${bus} does not exist.`);
  const seconds = typeof entry.Time === 'number' ? entry.Time : cloud.clock.now() / 1_000;
  const event: BusEvent = {
    version: '0',
    id: randomUUID(),
    'detail-type': String(entry.DetailType),
    source: String(entry.Source),
    account: cloud.accountId,
    time: `${new Date(seconds * 1_000).toISOString().slice(0, 19)}Z`,
    region: cloud.region,
    resources: (entry.Resources as string[] | undefined) ?? [],
    detail,
  };
  return { event, bus };
}

/** The entry's line in the response of PutEvents. */
export function resultOf({ event, error }: Validated): object {
  return error ?? { EventId: event?.id };
}

function invalid(ErrorCode: string, ErrorMessage: string): Validated {
  return { error: { ErrorCode, ErrorMessage } };
}

function parseObject(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
