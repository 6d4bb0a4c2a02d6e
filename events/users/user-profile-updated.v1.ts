import * as z from 'zod';
import { eventText } from '../../shared/kernel/event-text.ts';
import { defineEvent, type EventOf } from '../../shared/messaging/event.ts';

/**
 * A user changed a part of their data. The event names the part, not its content: consumers read
 * that where it is kept.
 */
export const userProfileUpdated = defineEvent({
  domain: 'users',
  name: 'UserProfileUpdated',
  version: 1,
  aggregateType: 'user',
  data: z.strictObject({ userId: eventText, part: z.enum(['profile', 'preferences', 'addressBook']) }),
  sample: { userId: '0c2f7f6e-5d6b-4c58-9a1e-2f6f3a1f6d10', part: 'preferences' },
});

export type UserProfileUpdated = EventOf<typeof userProfileUpdated>;
