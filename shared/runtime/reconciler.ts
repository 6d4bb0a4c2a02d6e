import type { Context } from 'aws-lambda';
import * as z from 'zod';
import type { Span } from '../kernel/catch-up.ts';
import { systemClock } from '../kernel/clock.ts';
import type { Finding } from '../kernel/finding.ts';

/** Given by an operator, e.g. after a table was restored: `{ "since": "2026-11-20T12:00:00Z" }`. */
const requestSchema = z.object({ since: z.iso.datetime().optional() });

/**
 * Makes the Lambda handler of a comparison that a schedule or an operator starts.
 *
 * @param marginMs left for what is being compared when the time is over.
 */
export const reconciler =
  (marginMs: number, reconcile: (span: Span) => Promise<readonly Finding[]>) =>
  async (event: unknown, context: Context): Promise<{ findings: readonly Finding[] }> => {
    const { since } = requestSchema.parse(event ?? {});
    const until = new Date(systemClock.now().getTime() + context.getRemainingTimeInMillis() - marginMs);
    return { findings: await reconcile({ until, since: since ? new Date(since) : undefined }) };
  };
