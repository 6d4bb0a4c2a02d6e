import type { Clock } from '../../../shared/kernel/clock.ts';
import type { FieldErrorCode } from '../../../shared/kernel/field-error.ts';
import type { Page } from '../../../shared/kernel/page.ts';
import { ok, type Refusal, type Result, refuse } from '../../../shared/kernel/result.ts';
import type { Order } from '../domain/order.ts';
import type { OrderStatus } from '../domain/values.ts';

export interface ListPlacedOrdersPorts {
  listByDay(day: string, limit: number, cursor: string | undefined): Promise<Page<Order>>;
}

export interface ListPlacedOrdersInput {
  readonly status?: OrderStatus | undefined;
  /** UTC days, inclusive. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

const DAY_MS = 86_400_000;
const DEFAULT_DAYS = 31;
const MAX_DAYS = 92;

const dayOf = (time: number): string => new Date(time).toISOString().slice(0, 10);

const invalid = (pointer: string, code: FieldErrorCode, detail: string) =>
  refuse('request.invalid', detail, { errors: [{ pointer, code, detail }] });

/**
 * All orders, newest first, day by day. The status is filtered after reading, so a page may hold
 * fewer orders than `limit` (even none) and still have a `nextCursor`. At most one query per day of
 * the range, plus 1 read unit per order.
 */
export async function listPlacedOrders(
  ports: ListPlacedOrdersPorts,
  clock: Clock,
  { status, from, to, limit, cursor }: ListPlacedOrdersInput,
): Promise<Result<Page<Order>, Refusal<'request.invalid'>>> {
  const last = Date.parse(to ?? dayOf(clock.now().getTime()));
  const first = from === undefined ? last - (DEFAULT_DAYS - 1) * DAY_MS : Date.parse(from);
  if (first > last) return invalid('#/query/from', 'invalid', 'The first day is after the last.');
  if (last - first >= MAX_DAYS * DAY_MS)
    return invalid('#/query/from', 'too_large', `A list covers at most ${MAX_DAYS} days.`);
  const start = /^(\d{4}-\d{2}-\d{2})\.(.*)$/.exec(cursor ?? '');
  if (cursor !== undefined && !start)
    return invalid('#/query/cursor', 'invalid', 'The cursor was not made by this list.');

  const items: Order[] = [];
  let inner = start?.[2] || undefined;
  for (let day = Math.min(start ? Date.parse(start[1] ?? '') : last, last); day >= first; day -= DAY_MS) {
    const page = await ports.listByDay(dayOf(day), limit - items.length, inner);
    items.push(...page.items.filter((order) => status === undefined || order.status === status));
    if (page.nextCursor !== undefined) return ok({ items, nextCursor: `${dayOf(day)}.${page.nextCursor}` });
    inner = undefined;
    if (items.length === limit && day > first) return ok({ items, nextCursor: `${dayOf(day - DAY_MS)}.` });
  }
  return ok({ items });
}
