import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import document from '../../../docs/openapi.json' with { type: 'json' };
import { createApi } from '../../../shared/http/api.ts';
import { problemReply, rendered, reply } from '../../../shared/http/reply.ts';
import { edgeContract } from '../contract/index.ts';
import { allowedMethods } from '../domain/allowed-methods.ts';

const api = createApi(edgeContract, 'api', {
  health: async () => reply(200, { status: 'ok' as const }),
  openApi: async () => reply(200, document, { 'cache-control': 'public, max-age=300' }),
});

/** The domain's routes, and whatever no other route takes (`$default`): 405 where the path exists, 404 where it does not. */
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
    { code: 'request.method_not_allowed', detail: `Allowed methods: ${allowed.join(', ')}.` },
    undefined,
    requestId,
  );
  return { ...answer, headers: { ...answer.headers, allow: allowed.join(', ') } };
}
