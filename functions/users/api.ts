import { documentClient } from '../../shared/dynamodb/client.ts';
import { createCounters } from '../../shared/dynamodb/counters.ts';
import { createTable } from '../../shared/dynamodb/table.ts';
import { createApi } from '../../shared/http/api.ts';
import { reply } from '../../shared/http/reply.ts';
import { setting } from '../../shared/runtime/settings.ts';
import { platformQueries } from '../platform/queries.ts';
import { authenticate } from './cognito.ts';
import { usersContract } from './contract.ts';
import { logIn } from './use-cases/log-in.ts';

const client = documentClient();
const { isPartnerKey } = platformQueries(createTable(client, setting('PLATFORM_TABLE')));

export const handler = createApi(
  usersContract,
  {
    login: async ({ body }) => {
      const tokens = await logIn({ authenticate }, body.email, body.password);
      return tokens.ok ? reply(200, tokens.value) : tokens;
    },
  },
  undefined,
  { counters: createCounters(client, setting('PLATFORM_TABLE')), isPartnerKey },
);
