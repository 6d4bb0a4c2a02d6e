import * as z from 'zod';
import type { ZodOpenApiOperationObject, ZodOpenApiResponsesObject } from 'zod-openapi';
import { type Contract, needsUser, type Route } from '../../shared/http/contract.ts';
import { headerParameters, successHeaders } from './headers.ts';
import { problemResponses } from './problems.ts';

export function operationOf(contract: Contract, name: string): ZodOpenApiOperationObject {
  const route = contract.routes[name];
  if (!route) throw new Error(`The contract of ${contract.domain} has no route ${name}.`);
  const requestParams = {
    ...(route.params ? { path: route.params } : {}),
    ...(route.query ? { query: route.query } : {}),
  };
  const parameters = headerParameters(route) as NonNullable<ZodOpenApiOperationObject['parameters']>;
  return {
    operationId: `${contract.domain}.${name}`,
    summary: route.summary,
    description: descriptionOf(route),
    tags: [contract.domain],
    security: securityOf(route),
    ...(Object.keys(requestParams).length > 0 ? { requestParams } : {}),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...requestBody(route),
    responses: { ...successes(route), ...problemResponses(route, contract) } as ZodOpenApiResponsesObject,
  };
}

const WHO: Readonly<Record<Route['access'][number], string>> = {
  public: 'anybody',
  guest: 'guests with a cart',
  customer: 'signed-in users',
  seller: 'sellers',
  admin: 'admins',
};

const descriptionOf = ({ description, access }: Route): string =>
  [...(description ? [description] : []), `For ${access.map((who) => WHO[who]).join(' and ')}.`].join('\n\n');

function securityOf(route: Route): Record<string, never[]>[] {
  if (needsUser(route)) return [{ accessToken: [] }];
  return route.access.includes('public') ? [{}, { accessToken: [] }] : [{ cartToken: [] }, { accessToken: [] }];
}

function requestBody({ body, rawBody, examples = {} }: Route): Pick<ZodOpenApiOperationObject, 'requestBody'> {
  if (body) {
    const named = Object.entries(examples).map(([name, value]) => [name.replaceAll(' ', '-'), { value }]);
    const content = { 'application/json': { schema: body, examples: Object.fromEntries(named) } };
    return { requestBody: { description: textOf(body), required: true, content } };
  }
  if (!rawBody) return {};
  const content = rawBody.contentTypes.map((type) => [
    type,
    { schema: { type: 'string' as const }, examples: { file: { value: examples[type] } } },
  ]);
  return { requestBody: { description: 'The file.', required: true, content: Object.fromEntries(content) } };
}

const textOf = (schema: z.ZodType): string => z.globalRegistry.get(schema)?.description ?? '';

const successes = (route: Route) =>
  Object.fromEntries(
    Object.entries(route.responses).map(([status, schema]) => [
      status,
      {
        description: route.outcomes?.[Number(status)] ?? (schema ? textOf(schema) : 'Done.'),
        headers: successHeaders(route),
        ...(schema ? { content: contentOf(route, schema) } : {}),
      },
    ]),
  );

const contentOf = ({ produces = ['application/json'] }: Route, schema: z.ZodType) =>
  Object.fromEntries(produces.map((type) => [type, { schema }]));
