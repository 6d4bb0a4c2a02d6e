import { domainTable } from '../../../shared/dynamodb/domain-table.ts';
import { createApi } from '../../../shared/http/api.ts';
import { reply } from '../../../shared/http/reply.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { createId } from '../../../shared/kernel/id.ts';
import { refuse } from '../../../shared/kernel/result.ts';
import { createToken } from '../../../shared/runtime/secret-token.ts';
import { partnersContract } from '../contract/index.ts';
import { apiKeyStore } from '../store/api-keys.ts';

const apiKeys = apiKeyStore(domainTable('partners'));

export const handler = createApi(partnersContract, 'api', {
  createApiKey: async ({ body }) => {
    const id = createId('key');
    const { token: key, tokenHash } = createToken(id);
    const apiKey = { id, name: body.name, createdAt: systemClock.now().toISOString() };
    await apiKeys.create(apiKey, tokenHash);
    return reply(201, { ...apiKey, key });
  },

  listApiKeys: async ({ query }) => reply(200, await apiKeys.list(query.limit, query.cursor)),

  deleteApiKey: async ({ params }) =>
    (await apiKeys.remove(params.id)) ? reply(204, undefined) : refuse('request.not_found', 'There is no such key.'),
});
