import { format, type Money } from '../../../shared/kernel/money.ts';
import type { DomainEvent } from '../../../shared/messaging/event.ts';
import type { BusEvent } from '../../cloud/services/handles.ts';
import type { EventLine } from './answers.ts';

/** A line per event, newest first: those whose JSON contains `text`, at most `limit`. */
export function eventLines(events: readonly BusEvent[], text: string, limit: number): EventLine[] {
  return chosen(events, text, limit).map(eventLine);
}

/** The events of the bus whose JSON contains `text`. */
export function chosen(events: readonly BusEvent[], text: string, limit: number): BusEvent[] {
  const found: BusEvent[] = [];
  for (const event of events) {
    if (found.length === limit) break;
    if (text === '' || JSON.stringify(event).includes(text)) found.push(event);
  }
  return found;
}

export function eventLine(event: BusEvent): EventLine {
  // A test or a foreign program may have put events of a different shape on the bus.
  const { metadata, data } = event.detail as Partial<DomainEvent>;
  return {
    id: event.id,
    at: Date.parse(metadata?.occurredAt ?? event.time),
    source: event.source,
    name: event['detail-type'],
    correlationId: metadata?.correlationId ?? '',
    summary: summaryOf(data),
    detail: event.detail,
  };
}

/** A few words about the content of any event. */
export function summaryOf(data: unknown): string {
  if (typeof data !== 'object' || data === null) return '';
  const facts = data as Readonly<Record<string, unknown>>;
  const { lines, totals, amount, code, detail, intentId, title, sku } = facts;
  const { total } = (totals ?? {}) as { total?: unknown };
  return [
    Array.isArray(lines) ? lines.map(lineOf).join(', ') : '',
    typeof sku === 'string' ? sku : '',
    typeof title === 'string' ? title : '',
    levelsOf(facts),
    isMoney(total) ? format(total) : '',
    isMoney(amount) ? format(amount) : '',
    typeof intentId === 'string' ? intentId : '',
    typeof detail === 'string' ? detail : typeof code === 'string' ? code : '',
  ]
    .filter((part) => part !== '')
    .join(' · ');
}

function lineOf(line: { readonly quantity?: unknown; readonly title?: unknown; readonly sku?: unknown }): string {
  return `${String(line.quantity ?? 1)} × ${String(line.title ?? line.sku ?? '')}`;
}

const signed = (change: number): string => (change > 0 ? `+${change}` : `−${-change}`);

/** The changes of a SKU's stock: `available −2, held +2`. */
export function levelsOf(facts: Readonly<Record<string, unknown>>): string {
  return ['available', 'held', 'allocated']
    .flatMap((level) => {
      const change = facts[level];
      return typeof change === 'number' && change !== 0 ? [`${level} ${signed(change)}`] : [];
    })
    .join(', ');
}

function isMoney(value: unknown): value is Money {
  return typeof value === 'object' && value !== null && 'amount' in value && 'currency' in value;
}
