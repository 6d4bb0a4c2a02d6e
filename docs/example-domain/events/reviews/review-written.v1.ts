import * as z from 'zod';
import { eventText } from '../../shared/kernel/event-text.ts';
import { defineEvent, type EventOf } from '../../shared/messaging/event.ts';

/** A customer reviewed a product, or changed the review. The text stays where it can be erased. */
export const reviewWritten = defineEvent({
  domain: 'reviews',
  name: 'ReviewWritten',
  version: 1,
  aggregateType: 'review',
  data: z.strictObject({ sku: eventText, userId: eventText, rating: z.int().min(1).max(5) }),
  sample: { sku: 'spoon-olive', userId: '0c2f7f6e-5d6b-4c58-9a1e-2f6f3a1f6d10', rating: 5 },
});

export type ReviewWritten = EventOf<typeof reviewWritten>;
