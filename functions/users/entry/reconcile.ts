import { domainTable } from '../../../shared/dynamodb/domain-table.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { reconciler } from '../../../shared/runtime/reconciler.ts';
import { reportFindings } from '../../../shared/runtime/report-findings.ts';
import { setting } from '../../../shared/runtime/settings.ts';
import { erasuresStore } from '../store/erasures-store.ts';
import { completeErasures } from '../use-cases/complete-erasures.ts';

const ports = { ...erasuresStore(domainTable('users')), report: reportFindings };
const domains = setting('ERASING_DOMAINS').split(',');

/** Left for the erasure that is being looked at. */
const MARGIN_MS = 10_000;

/** Brings erasures to their end. */
export const handler = reconciler(MARGIN_MS, ({ until }) => completeErasures(ports, systemClock, { domains, until }));
