import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import document from '../../docs/openapi.json' with { type: 'json' };
import { documentClient } from '../../shared/dynamodb/client.ts';
import { createTable } from '../../shared/dynamodb/table.ts';
import { createApi } from '../../shared/http/api.ts';
import { problemReply, rendered, reply } from '../../shared/http/reply.ts';
import { systemClock } from '../../shared/kernel/clock.ts';
import { createId } from '../../shared/kernel/id.ts';
import { refuse } from '../../shared/kernel/result.ts';
import { createToken } from '../../shared/runtime/secret-token.ts';
import { setting } from '../../shared/runtime/settings.ts';
import { allowedMethods } from './allowed-methods.ts';
import { platformContract } from './contract.ts';
import { apiKeyStore } from './store/api-keys.ts';

const DEFAULT_PAGE = 50;

const apiKeys = apiKeyStore(createTable(documentClient(), setting('PLATFORM_TABLE')));

const api = createApi(platformContract, {
  health: async () => reply(200, { status: 'ok' as const }),
  openApi: async () => reply(200, document, { 'cache-control': 'public, max-age=300' }),

  createApiKey: async ({ body }) => {
    const id = createId('key');
    const { token: key, tokenHash } = createToken(id);
    const apiKey = { id, name: body.name, createdAt: systemClock.now().toISOString() };
    await apiKeys.create(apiKey, tokenHash);
    return reply(201, { ...apiKey, key });
  },

  listApiKeys: async ({ query }) => reply(200, await apiKeys.list(query.limit ?? DEFAULT_PAGE, query.cursor)),

  deleteApiKey: async ({ params }) =>
    (await apiKeys.remove(params.id)) ? reply(204, undefined) : refuse('request.not_found', 'There is no such key.'),
});

/** The platform's routes, and whatever no other route takes (`$default`): 405 where the path exists, 404 where it does not. */
export const handler = async (...[event, context]: Parameters<typeof api>) => {
  if (event.routeKey !== '$default') return api(event, context);
  return unmatched(event);
};

function unmatched(event: APIGatewayProxyEventV2) {
  const { requestId, http } = event.requestContext;
  const allowed = allowedMethods(document, event.rawPath);
  if (allowed.length === 0) {
    const detail = event.rawPath.startsWith('/v1') ? 'There is no such route.' : 'The API is below /v1.';
    return problemReply({ code: 'request.not_found', detail }, undefined, requestId);
  }
  if (http.method === 'OPTIONS')
    return rendered({ status: 204, body: undefined, headers: { allow: allowed.join(', ') } });
  const answer = problemReply(
    { code: 'request.method_not_allowed', detail: `Only ${allowed.join(', ')} here.` },
    undefined,
    requestId,
  );
  return { ...answer, headers: { ...answer.headers, allow: allowed.join(', ') } };
}
