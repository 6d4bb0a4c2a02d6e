import { setTimeout as wait } from 'node:timers/promises';
import { generateSync } from 'otplib';

const STEP_SECONDS = 30;
/** A code of the step before is accepted until the present one ends, so it must not end at once. */
const MARGIN_SECONDS = 12;

/**
 * An app that shows each code once, since each counts once. It begins with the step before. So it
 * has three that a shop accepts now, and waits for a fourth.
 *
 * @param aheadSeconds the time by which the shop's clock is ahead.
 */
export function authenticator(secret: string, aheadSeconds: () => number = () => 0) {
  let shown = 0;
  return {
    async next(): Promise<string> {
      const now = () => Date.now() / 1000 + aheadSeconds();
      const earliest = Math.floor((now() - MARGIN_SECONDS) / STEP_SECONDS);
      shown = Math.max(shown + 1, earliest);
      while (now() < (shown - 1) * STEP_SECONDS) await wait(50);
      return generateSync({ secret, epoch: shown * STEP_SECONDS });
    },
  };
}
