import { domainCounters, domainTrials } from '../dynamodb/domain-table.ts';
import { setting } from '../runtime/settings.ts';
import type { ThrottlePorts } from './throttle.ts';

/**
 * The ports of throttles as the stage sets them.
 *
 * @example
 * const { isPartnerKey } = partnersQueries(domainTable('partners'));
 * const throttles = stageThrottles(isPartnerKey);
 */
export const stageThrottles = (isPartnerKey: ThrottlePorts['isPartnerKey']): ThrottlePorts => ({
  counters: domainCounters('throttles'),
  trials: domainTrials('throttles'),
  isPartnerKey,
  stageFactor: Number(setting('THROTTLE_FACTOR')),
  numberOf: (name) => Number(setting(name)),
});
