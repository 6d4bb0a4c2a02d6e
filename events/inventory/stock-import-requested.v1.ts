import * as z from 'zod';
import { eventText } from '../../shared/kernel/event-text.ts';
import { defineEvent, type EventOf } from '../../shared/messaging/event.ts';

/** A file of stock waits to be imported, from its beginning or from where its last run ended. */
export const stockImportRequested = defineEvent({
  domain: 'inventory',
  name: 'StockImportRequested',
  version: 1,
  aggregateType: 'stock-import',
  data: z.strictObject({ importId: eventText }),
  sample: { importId: 'imp_01JD4ZK2M3N4P5Q6R7S8T9V0WX' },
});

export type StockImportRequested = EventOf<typeof stockImportRequested>;
