import { readFileSync, writeFileSync } from 'node:fs';
import * as z from 'zod';
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from 'zod-openapi';
import { shop } from '../functions/index.ts';
import { API_PREFIX, type NamedRoute, needsUser, routesOf } from '../shared/http/contract.ts';
import { COMMON_REFUSALS } from '../shared/http/problem.ts';
import { FIELD_ERROR_CODES } from '../shared/kernel/field-error.ts';

/** Makes docs/openapi.json from the contracts; with `--check` it only tells whether that file is what the contracts say. */
const FILE = new URL('../docs/openapi.json', import.meta.url);

const problemSchema = z
  .looseObject({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.string(),
    detail: z.string(),
    requestId: z.string(),
    errors: z
      .array(z.strictObject({ pointer: z.string(), code: z.enum(FIELD_ERROR_CODES), detail: z.string() }))
      .optional(),
  })
  .meta({ id: 'Problem', description: 'RFC 9457 problem details' });

function operation({ domain, name, route }: NamedRoute): ZodOpenApiOperationObject {
  const headers = {
    ...(route.ifMatch ? { 'if-match': route.ifMatch === 'required' ? z.string() : z.string().optional() } : {}),
    ...(route.idempotencyKey
      ? { 'idempotency-key': route.idempotencyKey === 'required' ? z.string() : z.string().optional() }
      : {}),
    ...(route.throttles ? { 'x-api-key': z.string().optional() } : {}),
  };
  const requestParams = {
    ...(route.params ? { path: route.params } : {}),
    ...(route.query ? { query: route.query } : {}),
    ...(Object.keys(headers).length > 0 ? { header: z.object(headers) } : {}),
  };
  return {
    operationId: `${domain}.${name}`,
    summary: route.summary,
    description: `Access: ${route.access.join(', ')}.`,
    tags: [domain],
    security: securityOf(route),
    ...(Object.keys(requestParams).length > 0 ? { requestParams } : {}),
    ...requestBody(route),
    responses: { ...successes(route), ...refusals(route) },
  };
}

function requestBody({ body, rawBody }: NamedRoute['route']): Pick<ZodOpenApiOperationObject, 'requestBody'> {
  if (body) return { requestBody: { required: true, content: { 'application/json': { schema: body } } } };
  if (!rawBody) return {};
  const content = rawBody.contentTypes.map((type) => [type, { schema: { type: 'string' as const } }]);
  return { requestBody: { required: true, content: Object.fromEntries(content) } };
}

function securityOf(route: NamedRoute['route']): Record<string, never[]>[] {
  if (needsUser(route)) return [{ accessToken: [] }];
  return route.access.includes('public') ? [{}, { accessToken: [] }] : [{ cartToken: [] }, { accessToken: [] }];
}

const successes = (route: NamedRoute['route']) =>
  Object.fromEntries(
    Object.entries(route.responses).map(([status, schema]) => [
      status,
      { description: 'Success', ...(schema ? { content: contentOf(route, schema) } : {}) },
    ]),
  );

const contentOf = ({ produces = ['application/json'] }: NamedRoute['route'], schema: z.ZodType) =>
  Object.fromEntries(produces.map((type) => [type, { schema }]));

/** By status, the codes that a client may meet. */
function refusals(route: NamedRoute['route']) {
  const codes = new Map<number, string[]>();
  const add = (status: number, code: string) => codes.set(status, [...(codes.get(status) ?? []), code]);
  for (const code of commonCodes(route)) add(COMMON_REFUSALS[code], code);
  for (const [code, status] of Object.entries(route.refusals ?? {})) add(status, code);
  return Object.fromEntries(
    [...codes].map(([status, names]) => [
      String(status),
      { description: names.join(', '), content: { 'application/problem+json': { schema: problemSchema } } },
    ]),
  );
}

function commonCodes(route: NamedRoute['route']): (keyof typeof COMMON_REFUSALS)[] {
  const codes: (keyof typeof COMMON_REFUSALS)[] = ['request.unauthenticated', 'request.invalid', 'request.unavailable'];
  if (needsUser(route)) codes.push('request.forbidden');
  if (route.params) codes.push('request.not_found');
  if (route.throttles) codes.push('request.too_many_requests');
  if (route.body || route.rawBody) codes.push('request.too_large');
  if (route.rawBody) codes.push('request.unsupported_media_type');
  if (route.ifMatch) codes.push('request.version_mismatch');
  if (route.ifMatch === 'required') codes.push('request.precondition_required');
  return codes;
}

function document(): string {
  const paths: ZodOpenApiPathsObject = {};
  for (const entry of routesOf(shop.contracts)) {
    const path = `${API_PREFIX}${entry.route.path}`;
    paths[path] = { ...paths[path], [entry.route.method.toLowerCase()]: operation(entry) };
  }
  const openApi = createDocument({
    openapi: '3.1.0',
    info: { title: 'Souk', version: '1', description: 'A commerce backend whose ledger always balances.' },
    paths,
    components: {
      securitySchemes: {
        accessToken: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
        cartToken: { type: 'apiKey', in: 'header', name: 'X-Cart-Token' },
      },
    },
  });
  return `${JSON.stringify(openApi, null, 2)}\n`;
}

const wanted = document();
if (process.argv.includes('--check')) {
  if (readFileSync(FILE, 'utf8') !== wanted) {
    console.error('docs/openapi.json does not match the contracts: run `npm run openapi`.');
    process.exit(1);
  }
} else {
  writeFileSync(FILE, wanted);
}
