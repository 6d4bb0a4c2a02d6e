import openapiTS, { astToString, type OpenAPI3 } from 'openapi-typescript';
import type { OpenApiDocument } from './document.ts';

/** The types that a TypeScript client of the document gets from the generator that most use. */
export async function clientTypes(document: OpenApiDocument): Promise<string> {
  const types = astToString(await openapiTS(document as unknown as OpenAPI3, { silent: true }));
  return `/** Made of docs/openapi.json by \`npm run openapi\`: the types of a client, for typed-client.test.ts. */\n\n${types}`;
}
