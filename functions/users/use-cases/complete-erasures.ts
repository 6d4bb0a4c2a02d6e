import { type UserErased, userErased } from '../../../events/users/user-erased.v1.ts';
import type { Clock } from '../../../shared/kernel/clock.ts';
import type { Finding } from '../../../shared/kernel/finding.ts';
import { causedBy, createEvent } from '../../../shared/messaging/event.ts';
import { type Erasure, isDue, isOverdue, openParts, repeatErasure } from '../domain/erasure.ts';

export interface CompleteErasuresPorts {
  /** The erasures that are not done, in pages. */
  listErasures(): AsyncIterable<readonly Erasure[]>;
  /** @returns false after a concurrent change. */
  repeatErasure(before: Erasure, after: Erasure, event: UserErased): Promise<boolean>;
  /** @returns false after a concurrent change. */
  endErasure(erasure: Erasure): Promise<boolean>;
  report(findings: readonly Finding[]): void;
}

/**
 * Ends every erasure whose parts are done, and asks again for those that are not. Each is asked for
 * twice: the second time finds what was written while the first one ran. Costs 1 read unit per open
 * erasure, and 4 write units to ask or 2 to end.
 *
 * @param domains that erase a part each.
 * @returns the erasures whose repeated request was not answered.
 */
export async function completeErasures(
  ports: CompleteErasuresPorts,
  clock: Clock,
  { domains, until }: { readonly domains: readonly string[]; readonly until: Date },
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  try {
    for await (const page of ports.listErasures()) {
      for (const erasure of page.filter((each) => isDue(each, clock.now()))) {
        if (clock.now() >= until) return findings;
        const finding = await complete(ports, clock.now(), domains, erasure);
        if (finding) findings.push(finding);
      }
    }
    return findings;
  } finally {
    // Findings from before a failure are reported too.
    ports.report(findings);
  }
}

async function complete(
  ports: CompleteErasuresPorts,
  now: Date,
  domains: readonly string[],
  erasure: Erasure,
): Promise<Finding | undefined> {
  const { userId, erasedAt, repeats } = erasure;
  const open = openParts(erasure, domains);
  if (open.length === 0) {
    await ports.endErasure(erasure);
    return undefined;
  }
  // The consumers find the orders by the traces. The event keeps the time of the erasure.
  const event = createEvent(userErased, {
    aggregateId: userId,
    occurredAt: new Date(erasedAt),
    ...causedBy('CompleteErasures', userId),
    data: { userId, guestOrderIds: [] },
  });
  const isRepeated = await ports.repeatErasure(erasure, repeatErasure(erasure, now), event);
  if (!isRepeated || repeats === 0) return undefined;
  const detail = `Asked for at ${erasedAt}, and again ${repeats} times. Not done: ${open.join(', ')}.`;
  return isOverdue(erasure, now)
    ? { kind: 'erasure_overdue', id: userId, detail, outcome: 'open' }
    : { kind: 'erasure_not_done', id: userId, detail, outcome: 'repaired' };
}
