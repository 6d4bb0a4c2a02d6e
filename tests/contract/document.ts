import type { Answer } from '../e2e/shop.ts';
import { call } from '../e2e/shop.ts';
import type { Schema } from './text-slots.ts';

/** The contract that the running shop publishes, and how an answer differs from it. */

type Json = Readonly<Record<string, unknown>>;
type Section = Readonly<Record<string, Json>>;

export interface Operation {
  /** As API Gateway has it, e.g. `POST /v1/orders`. */
  readonly key: string;
  readonly parameters: readonly { readonly in: string; readonly name: string; readonly required?: boolean }[];
  /** The bodies that it takes, by content type and by the name of the example. */
  readonly examples: readonly { readonly type: string; readonly name: string; readonly value: unknown }[];
  readonly bodyTypes: readonly string[];
  /** Of a body of JSON, with its references resolved. */
  readonly bodySchema?: Schema;
  readonly responses: Readonly<Record<string, Response>>;
}

interface Response {
  readonly contentTypes: readonly string[];
  /** The header names in lower case → whether every answer has them. */
  readonly headers: ReadonlyMap<string, boolean>;
  /** The codes of a problem. */
  readonly codes: readonly string[];
}

/**
 * Headers of the connection, of every body and its coding, and against caches and sniffing: no
 * operation names them.
 */
const COMMON_HEADERS = new Set([
  ...['connection', 'content-length', 'content-type', 'date', 'keep-alive', 'transfer-encoding'],
  ...['cache-control', 'content-encoding', 'vary', 'x-content-type-options'],
]);

/** Every operation of the document that the shop answers, by its key. */
export async function publishedOperations(): Promise<ReadonlyMap<string, Operation>> {
  const { body: document } = await call('GET', '/openapi.json');
  const deref = <T extends Json>(value: T): T => {
    if (typeof value.$ref !== 'string') return value;
    const [, , kind = '', name = ''] = value.$ref.split('/');
    return document.components[kind][name];
  };
  const operations = Object.entries(document.paths as Readonly<Record<string, Section>>).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]): Operation => {
      const content = Object.entries(((operation.requestBody as Json)?.content ?? {}) as Section);
      const [, json] = content.find(([type]) => type === 'application/json') ?? [];
      return {
        key: `${method.toUpperCase()} ${path}`,
        parameters: ((operation.parameters ?? []) as Json[]).map(deref) as unknown as Operation['parameters'],
        bodyTypes: content.map(([type]) => type),
        ...(json ? { bodySchema: resolved(json.schema, deref) } : {}),
        examples: content.flatMap(([type, { examples }]) =>
          Object.entries((examples ?? {}) as Section).map(([name, { value }]) => ({ type, name, value })),
        ),
        responses: Object.fromEntries(
          Object.entries(operation.responses as Section).map(([status, response]) => [
            status,
            responseOf(deref(response), deref),
          ]),
        ),
      };
    }),
  );
  return new Map(operations.map((operation) => [operation.key, operation]));
}

/** A schema with all that it refers to. Bodies have no schema within itself. */
function resolved(value: unknown, deref: (value: Json) => Json): Schema {
  if (Array.isArray(value)) return value.map((one) => resolved(one, deref)) as Schema;
  if (typeof value !== 'object' || value === null) return value as Schema;
  return Object.fromEntries(
    Object.entries(deref(value as Json)).map(([name, member]) => [name, resolved(member, deref)]),
  );
}

function responseOf({ content = {}, headers = {} }: Json, deref: (value: Json) => Json): Response {
  const problem = (content as Section)['application/problem+json']?.schema as { allOf?: Json[] } | undefined;
  const { code } = (problem?.allOf?.at(-1)?.properties ?? {}) as { code?: { enum: string[] } };
  return {
    contentTypes: Object.keys(content as Section),
    headers: new Map(
      Object.entries(headers as Section).map(([name, header]) => [name.toLowerCase(), deref(header).required === true]),
    ),
    codes: code?.enum ?? [],
  };
}

/** Lists the differences between an answer and the document. */
export function deviations({ key, responses }: Operation, { status, headers, body }: Answer): string[] {
  const response = responses[status];
  if (!response) return [`${key} answers ${status}`];
  const [type] = (headers.get('content-type') ?? '').split(';');
  const isTyped = type === '' ? response.contentTypes.length === 0 : response.contentTypes.includes(type ?? '');
  const sent = [...headers.keys()].filter((name) => !COMMON_HEADERS.has(name));
  return [
    ...(isTyped ? [] : [`answers ${type || 'no body'}`]),
    ...(type === 'application/problem+json' && !response.codes.includes(body.code) ? [`answers ${body.code}`] : []),
    ...sent.filter((name) => !response.headers.has(name)).map((name) => `has the header ${name}`),
    ...[...response.headers].filter(([name, always]) => always && !headers.has(name)).map(([name]) => `lacks ${name}`),
  ].map((deviation) => `${key} ${status} ${deviation}`);
}
