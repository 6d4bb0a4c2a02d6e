import { domainTable } from '../../../shared/dynamodb/domain-table.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { logger } from '../../../shared/runtime/logger.ts';
import { stockStore } from '../store/stock-store.ts';
import { sweepHolds } from '../use-cases/sweep-holds.ts';

const store = stockStore(domainTable('inventory'));

/** Every minute: releases holds that lapsed and that no saga released. A run that could not release one fails, so that people are told. */
export async function handler(): Promise<void> {
  const { released, kept, failed } = await sweepHolds(store, systemClock);
  if (released > 0 || kept > 0) logger.info('swept holds', { released, kept });
  if (failed.length > 0) {
    throw new Error(`${failed.length} lapsed holds could not be released.`, { cause: failed[0] });
  }
}
