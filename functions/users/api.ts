import { documentClient } from '../../shared/dynamodb/client.ts';
import { createCounters } from '../../shared/dynamodb/counters.ts';
import { createTable } from '../../shared/dynamodb/table.ts';
import { createApi } from '../../shared/http/api.ts';
import { reply } from '../../shared/http/reply.ts';
import { systemClock } from '../../shared/kernel/clock.ts';
import { setting } from '../../shared/runtime/settings.ts';
import { platformQueries } from '../platform/queries.ts';
import { directory } from './cognito.ts';
import { usersContract } from './contract.ts';
import { usersStore } from './store/users-store.ts';
import { logIn } from './use-cases/log-in.ts';

const client = documentClient();
const { isPartnerKey } = platformQueries(createTable(client, setting('PLATFORM_TABLE')));
const ports = {
  store: usersStore(createTable(client, setting('USERS_TABLE'))),
  directory,
  currency: setting('SHOP_CURRENCY'),
};

export const handler = createApi(
  usersContract,
  {
    login: async ({ body, requestId }) => {
      const tokens = await logIn(ports, systemClock, { ...body, email: body.email.toLowerCase(), requestId });
      return tokens.ok ? reply(200, tokens.value) : tokens;
    },
  },
  undefined,
  { counters: createCounters(client, setting('PLATFORM_TABLE')), isPartnerKey },
);
