import { randomUUID } from 'node:crypto';
import type { Cloud } from '../cloud.ts';
import type { BusEvent } from './handles.ts';

interface Validated {
  readonly event?: BusEvent;
  /** The bus by name. */
  readonly bus?: string;
  readonly error?: { readonly ErrorCode: string; readonly ErrorMessage: string };
}

/**
 * Converts an entry of PutEvents to the event that rules match, or to EventBridge's error for it.
 */
export function validateEntry(entry: Record<string, unknown>, cloud: Cloud, buses: ReadonlySet<string>): Validated {
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
