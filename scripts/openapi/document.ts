import { isDeepStrictEqual } from 'node:util';
import { createDocument, type ZodOpenApiComponentsObject, type ZodOpenApiPathsObject } from 'zod-openapi';
import { API_PREFIX, type Contract, routesOf } from '../../shared/http/contract.ts';
import { headerComponents } from './headers.ts';
import { operationOf } from './operation.ts';
import { type Place, portable, type Schema } from './portable.ts';
import { problemComponents } from './problems.ts';
import { reachableFrom } from './references.ts';

type Json = Record<string, unknown>;
type Operation = Json & { parameters?: Json[]; requestBody?: Json; responses: Json };
type Section = Readonly<Record<string, Json>>;

export interface OpenApiDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: {
    readonly schemas: Section;
    readonly responses: Section;
    readonly parameters: Section;
    readonly headers: Section;
    readonly securitySchemes: Section;
  };
}

const DESCRIPTION = `A commerce backend whose ledger always balances.

- **Compatibility.** The shop may add members to its answers and codes to its problems: ignore those
  that you do not know. It refuses members of a request that it does not know.
- **Amounts** are in minor units with their currency. **Times** are ISO 8601 in UTC.
- **Lists** come in pages: send \`nextCursor\` as \`?cursor=\` for the next one.
- **Mistakes** are \`application/problem+json\` (RFC 9457) with a stable \`code\`. A problem of API Gateway itself, such as a
  missing token, a flood of requests or a malformed path, is \`application/json\` with a \`message\`.
- **Changes** send the ETag of what they are based on as \`If-Match\`.
- A path answers \`OPTIONS\` with its methods in \`Allow\`, and any other method with 405.
- Answers of 1 KB or more are compressed with Brotli or gzip, if \`Accept-Encoding\` names it.
- A public GET ignores the query parameters of trackers, such as \`utm_source\`.
- Answers are not to be cached, unless \`Cache-Control\` says so.`;

/** The document that the contracts publish. */
export function openApiDocument(contracts: readonly Contract[]): OpenApiDocument {
  const paths: ZodOpenApiPathsObject = {};
  for (const contract of contracts) {
    for (const [name, { method, path }] of Object.entries(contract.routes)) {
      const key = `${API_PREFIX}${path}`;
      paths[key] = { ...paths[key], [method.toLowerCase()]: operationOf(contract, name) };
    }
  }
  const routes = routesOf(contracts).map(({ route }) => route);
  const document = createDocument({
    openapi: '3.1.0',
    info: { title: 'Souk', version: '1', description: DESCRIPTION },
    servers: [
      { url: '/', description: 'The shop that this document comes from.' },
      {
        url: '{origin}',
        description: 'Any shop.',
        variables: {
          origin: {
            default: 'http://127.0.0.1:4000',
            description: 'The origin of the shop; `npm start` runs one here.',
          },
        },
      },
    ],
    tags: contracts.map(({ domain, description }) => ({ name: domain, ...(description ? { description } : {}) })),
    paths,
    components: {
      ...(headerComponents as Pick<ZodOpenApiComponentsObject, 'parameters' | 'headers'>),
      responses: problemComponents(routes) as NonNullable<ZodOpenApiComponentsObject['responses']>,
      securitySchemes: {
        accessToken: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description: 'The access token of a signed-in user, from `POST /v1/users/login`.',
        },
        cartToken: {
          type: 'apiKey',
          in: 'header',
          name: 'X-Cart-Token',
          description: 'The token of a guest cart, from `POST /v1/carts`.',
        },
      },
    },
  });
  return withPortableSchemas(JSON.parse(JSON.stringify(document)));
}

/** Some generators read the description of a parameter, none needs that of its schema beside it. */
function parameterIn(parameter: Json): Json {
  if (!parameter.schema) return parameter;
  const { description, ...schema } = portable(parameter.schema as Schema, 'parameter');
  return { ...parameter, description: parameter.description ?? description, schema };
}

const schemaIn = (holder: Json, place: Place): Json =>
  holder.schema ? { ...holder, schema: portable(holder.schema as Schema, place) } : holder;

const contentIn = (holder: Json, place: Place): Json =>
  holder.content
    ? { ...holder, content: mapValues(holder.content as Section, (media) => schemaIn(media, place)) }
    : holder;

const mapValues = <T, U>(
  values: Readonly<Record<string, T>>,
  change: (value: T, name: string) => U,
): Record<string, U> => Object.fromEntries(Object.entries(values).map(([name, value]) => [name, change(value, name)]));

function withPortableSchemas(document: OpenApiDocument): OpenApiDocument {
  const { schemas, responses, parameters, headers } = document.components;
  const operations = Object.values(document.paths).flatMap((path) => Object.values(path));
  const asked = reachableFrom(
    document,
    operations.map(({ requestBody }) => requestBody),
  );
  const answered = reachableFrom(document, [operations.map((operation) => operation.responses), responses]);
  const used = new Set([...reachableFrom(document, document.paths), ...answered]);
  const onlyUsed = (section: Section, kind: string): Section =>
    Object.fromEntries(Object.entries(section).filter(([name]) => used.has(`#/components/${kind}/${name}`)));

  return {
    ...document,
    paths: mapValues(document.paths, (path) =>
      mapValues(path, (operation) => ({
        ...operation,
        ...(operation.parameters ? { parameters: operation.parameters.map(parameterIn) } : {}),
        ...(operation.requestBody ? { requestBody: contentIn(operation.requestBody, 'body') } : {}),
        responses: mapValues(operation.responses as Section, (response) => contentIn(response, 'response')),
      })),
    ),
    components: {
      ...document.components,
      schemas: mapValues(schemas, (schema, name) => {
        const reference = `#/components/schemas/${name}`;
        const [sent, shown] = [portable(schema, 'body'), portable(schema, 'response')];
        if (asked.has(reference) && answered.has(reference) && !isDeepStrictEqual(sent, shown)) {
          throw new Error(
            `${name} is sent and answered: requests are strict and answers are open, so each needs a schema.`,
          );
        }
        return asked.has(reference) ? sent : shown;
      }),
      responses: mapValues(responses, (response) => contentIn(response, 'response')),
      parameters: onlyUsed(parameters, 'parameters'),
      headers: onlyUsed(headers, 'headers'),
    },
  };
}
