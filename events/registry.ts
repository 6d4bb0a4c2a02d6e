import type { EventDefinition } from '../shared/messaging/event.ts';
import { catalogEvents } from './catalog/index.ts';
import { inventoryEvents } from './inventory/index.ts';
import { orderEvents } from './orders/index.ts';
import { paymentEvents } from './payments/index.ts';
import { userEvents } from './users/index.ts';

/** Every event of the shop, in every version that may still be in the archive. */
export const events: readonly EventDefinition[] = [
  ...catalogEvents,
  ...inventoryEvents,
  ...orderEvents,
  ...paymentEvents,
  ...userEvents,
];
