import { createHash } from 'node:crypto';
import type { Counters } from '../../../shared/dynamodb/counters.ts';
import type { Clock } from '../../../shared/kernel/clock.ts';
import type { UsedCodes } from '../use-cases/second-factor.ts';

/** Longer than any directory accepts a code. */
const KEPT_SECONDS = 10 * 60;

/** Remembers the codes that were used, each with one write: 1 write unit. */
export const usedCodes = (counters: Pick<Counters, 'take'>, clock: Clock): UsedCodes => ({
  use(userId, code) {
    const who = createHash('sha256').update(`${userId} ${code}`).digest('base64url');
    const expiresAt = Math.floor(clock.now().getTime() / 1000) + KEPT_SECONDS;
    return counters.take({ pk: `code#${who}`, sk: 'used' }, 1, expiresAt);
  },
});
