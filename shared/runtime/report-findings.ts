import type { Finding } from '../kernel/finding.ts';
import { logger } from './logger.ts';

/** A line of a log takes 256 KB. */
const LISTED = 200;

/**
 * The report of a reconciliation: one line of its log, if it found anything. Metric filters of the
 * deployment read `repaired` and `open` (infra/constructs/findings-alarms.ts).
 */
export function reportFindings(findings: readonly Finding[]): void {
  if (findings.length === 0) return;
  const open = findings.filter(({ outcome }) => outcome === 'open').length;
  // Those that need a person come first.
  const listed = findings.toSorted((a, b) => a.outcome.localeCompare(b.outcome)).slice(0, LISTED);
  logger.warn('reconciled', { repaired: findings.length - open, open, findings: listed });
}
