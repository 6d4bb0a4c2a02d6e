import { domainSessionMarks, domainTable } from '../../../shared/dynamodb/domain-table.ts';
import { createApi } from '../../../shared/http/api.ts';
import { stageThrottles } from '../../../shared/http/stage-throttles.ts';
import { partnersQueries } from '../../partners/queries.ts';
import { usersContract } from '../contract/index.ts';
import { accounts } from './api/accounts.ts';
import { addresses } from './api/addresses.ts';
import { profile } from './api/profile.ts';
import { secondFactor } from './api/second-factor.ts';

const { isPartnerKey } = partnersQueries(domainTable('partners'));

export const handler = createApi(
  usersContract,
  'api',
  { ...accounts, ...secondFactor, ...profile, ...addresses },
  { sessions: domainSessionMarks('sessions'), throttles: stageThrottles(isPartnerKey) },
);
