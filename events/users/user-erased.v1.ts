import * as z from 'zod';
import { eventText } from '../../shared/kernel/event-text.ts';
import { defineEvent, type EventOf } from '../../shared/messaging/event.ts';

/** More guest orders come in further events, so that each stays small. */
export const GUEST_ORDERS_PER_EVENT = 100;

/**
 * A user is erased: each consumer erases its data about them, and marks its part as done. Comes
 * again until all parts are done, always with the time of the erasure. Later orders of guests under
 * the same address are not part of it.
 */
export const userErased = defineEvent({
  domain: 'users',
  name: 'UserErased',
  version: 1,
  aggregateType: 'user',
  data: z.strictObject({
    userId: eventText,
    /**
     * The orders that they placed as a guest, by the first request. Repeated ones name none.
     */
    guestOrderIds: z.array(eventText).max(GUEST_ORDERS_PER_EVENT),
  }),
  sample: { userId: '0c2f7f6e-5d6b-4c58-9a1e-2f6f3a1f6d10', guestOrderIds: ['ord_01JD4ZK2M3N4P5Q6R7S8T9V0WX'] },
});

export type UserErased = EventOf<typeof userErased>;
