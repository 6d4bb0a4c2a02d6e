import { domainTable } from '../../../shared/dynamodb/domain-table.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { logger } from '../../../shared/runtime/logger.ts';
import { paymentsQueries } from '../../payments/queries.ts';
import { stockStore } from '../store/stock-store.ts';
import { type RunSweepPorts, runSweep } from '../use-cases/run-sweep.ts';

const ports: RunSweepPorts = {
  ...stockStore(domainTable('inventory')),
  ...paymentsQueries(domainTable('payments')),
  report: (swept) => logger.info('swept holds', swept),
};

/** Releases, every minute, the lapsed holds that no saga has released. */
export const handler = (): Promise<void> => runSweep(ports, systemClock);
