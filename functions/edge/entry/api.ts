import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import document from '../../../docs/openapi.json' with { type: 'json' };
import { createApi } from '../../../shared/http/api.ts';
import { problemReply, rendered, reply } from '../../../shared/http/reply.ts';
import { edgeContract } from '../contract/index.ts';
import { unmatched } from '../domain/unmatched.ts';

const api = createApi(edgeContract, 'api', {
  health: async () => reply(200, { status: 'ok' as const }),
  openApi: async () => reply(200, document, { 'cache-control': 'public, max-age=300' }),
});

/** Serves the domain's routes, and every request that no other route matches (`$default`). */
export const handler = async (...[event, context]: Parameters<typeof api>) =>
  event.routeKey === '$default' ? answerUnmatched(event) : api(event, context);

function answerUnmatched({ rawPath, requestContext: { requestId, http } }: APIGatewayProxyEventV2) {
  const { allowed, refusal } = unmatched(document, http.method, rawPath);
  const headers: Record<string, string> = allowed.length > 0 ? { allow: allowed.join(', ') } : {};
  return refusal ? problemReply(refusal, undefined, requestId, headers) : rendered(reply(204, undefined, headers));
}
