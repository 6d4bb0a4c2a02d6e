import * as z from 'zod';
import { eventText } from '../../shared/kernel/event-text.ts';
import { ROLES } from '../../shared/kernel/roles.ts';
import { defineEvent, type EventOf } from '../../shared/messaging/event.ts';

/** An admin set the roles of a user. */
export const userRolesChanged = defineEvent({
  domain: 'users',
  name: 'UserRolesChanged',
  version: 1,
  aggregateType: 'user',
  data: z.strictObject({
    userId: eventText,
    roles: z.array(z.enum(ROLES)).max(ROLES.length),
    changedBy: eventText,
  }),
  sample: {
    userId: '0c2f7f6e-5d6b-4c58-9a1e-2f6f3a1f6d10',
    roles: ['customer', 'seller'],
    changedBy: '7d1b1e0e-93c4-4a51-8f0f-0a3bb5c1c0aa',
  },
});

export type UserRolesChanged = EventOf<typeof userRolesChanged>;
