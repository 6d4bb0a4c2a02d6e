import { type InventoryChanged, inventoryChanged } from '../../../events/inventory/inventory-changed.v1.ts';
import { causedBy, createEvent } from '../../../shared/messaging/event.ts';
import type { HoldLine } from '../domain/hold.ts';
import { type Delta, MAIN_WAREHOUSE } from '../domain/stock.ts';
import type { Cause } from '../domain/values.ts';

/** One movement for each line of an order, caused by a step of its saga. */
export const orderMovements = (
  orderId: string,
  lines: readonly HoldLine[],
  change: { readonly cause: Cause; readonly delta: (quantity: number) => Delta; readonly step: string },
  now: Date,
): InventoryChanged[] =>
  lines.map(({ sku, quantity }) =>
    createEvent(inventoryChanged, {
      aggregateId: sku,
      occurredAt: now,
      ...causedBy(change.step, orderId),
      data: { sku, warehouse: MAIN_WAREHOUSE, ...change.delta(quantity), cause: change.cause, orderId },
    }),
  );

/** The movement of a change by an admin. */
export const adminMovement = (
  sku: string,
  change: { readonly cause: 'set' | 'adjusted'; readonly delta: Delta; readonly requestId: string },
  now: Date,
): InventoryChanged =>
  createEvent(inventoryChanged, {
    aggregateId: sku,
    occurredAt: now,
    ...causedBy(change.requestId),
    data: { sku, warehouse: MAIN_WAREHOUSE, ...change.delta, cause: change.cause },
  });
