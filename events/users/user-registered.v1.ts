import * as z from 'zod';
import { eventText } from '../../shared/kernel/event-text.ts';
import { defineEvent, type EventOf } from '../../shared/messaging/event.ts';

/** A user has confirmed their address, or signed in for the first time. */
export const userRegistered = defineEvent({
  domain: 'users',
  name: 'UserRegistered',
  version: 1,
  aggregateType: 'user',
  data: z.strictObject({ userId: eventText }),
  sample: { userId: '0c2f7f6e-5d6b-4c58-9a1e-2f6f3a1f6d10' },
});

export type UserRegistered = EventOf<typeof userRegistered>;
