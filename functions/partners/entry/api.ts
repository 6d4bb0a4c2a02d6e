import { domainSessionMarks, domainTable } from '../../../shared/dynamodb/domain-table.ts';
import { createApi } from '../../../shared/http/api.ts';
import { idempotencyOf } from '../../../shared/http/idempotency.ts';
import { answer, noContent, reply } from '../../../shared/http/reply.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { createToken } from '../../../shared/runtime/secret-token.ts';
import { partnersContract } from '../contract/index.ts';
import { apiKeyStore } from '../store/api-keys.ts';
import { issueApiKey, listApiKeys, revokeApiKey } from '../use-cases/api-keys.ts';

const apiKeys = apiKeyStore(domainTable('partners'));

export const handler = createApi(
  partnersContract,
  'api',
  {
    createApiKey: ({ caller, body, idempotencyKey }) => {
      const request = idempotencyOf({ caller, idempotencyKey }, { apiKey: body });
      const issued = issueApiKey({ apiKeys, createToken }, systemClock, { ...body, request });
      return answer(issued, (apiKey) => reply(201, apiKey));
    },

    listApiKeys: async ({ query }) => reply(200, await listApiKeys(apiKeys, query)),

    deleteApiKey: ({ params }) => answer(revokeApiKey(apiKeys, params.id), noContent),
  },
  { sessions: domainSessionMarks('sessions') },
);
