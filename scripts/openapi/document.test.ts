import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { shop } from '../../functions/index.ts';
import { defineContract, routesOf } from '../../shared/http/contract.ts';
import { openApiDocument } from './document.ts';
import { reachableFrom } from './references.ts';

type Json = Readonly<Record<string, unknown>>;

const document = openApiDocument(shop.contracts);
const { schemas } = document.components;
const routes = routesOf(shop.contracts);

/** Every object in the document with the way to it. */
function* nodes(value: unknown, at: readonly string[] = []): Generator<{ node: Json; at: readonly string[] }> {
  if (typeof value !== 'object' || value === null) return;
  yield { node: value as Json, at };
  for (const [key, inner] of Object.entries(value)) yield* nodes(inner, [...at, key]);
}

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null;

/** Reserved words and built-in types of languages that clients are generated for, in lower case. */
const TAKEN = [
  ...['import', 'importerror', 'error', 'exception', 'object', 'class', 'type', 'default', 'package', 'module'],
  ...['string', 'number', 'boolean', 'list', 'map', 'set', 'date', 'record', 'enum', 'public', 'private', 'return'],
  ...['warning', 'timeouterror', 'valueerror', 'function', 'interface', 'struct', 'case', 'switch', 'none', 'null'],
];

describe('the published contract', () => {
  test('has a description of every schema, member, parameter and response.', () => {
    const undescribed: string[] = [];

    for (const { node, at } of nodes(document)) {
      const isExample = at.includes('examples');
      if (isExample || node.description || node.$ref) continue;
      const [parent, above] = [at.at(-2), at.at(-3)];
      const isMember = parent === 'properties' && above !== 'properties';
      const isParameter = 'in' in node && 'name' in node;
      const isNamed = parent === 'schemas' || parent === 'responses' || parent === 'securitySchemes';
      if (isMember || isParameter || isNamed) undescribed.push(at.join('/'));
    }

    expect(undescribed).toEqual([]);
  });

  test('names what clients keep.', () => {
    expect(Object.keys(schemas)).toEqual(
      expect.arrayContaining([
        ...['Order', 'OrderLine', 'Product', 'Variant', 'Category', 'Money', 'Totals', 'Address'],
        ...['Cart', 'CartLine', 'Stock', 'User', 'Tokens', 'Problem', 'FieldError', 'ProductPage', 'OrderPage'],
      ]),
    );
    expect(Object.keys(schemas).filter((name) => /__|Output$/.test(name))).toEqual([]);
  });

  test('names every enum but the codes of a problem, so that generators need not.', () => {
    const inline = [...nodes(document)].filter(({ node, at }) => {
      const isNamed = at.length === 3 && at[1] === 'schemas';
      const isCode = at.at(-1) === 'code' && at.includes('application/problem+json');
      // Generators name these after the operation or the header.
      const isParameter = at.includes('parameters') || at[1] === 'headers';
      return Array.isArray(node.enum) && !isNamed && !isCode && !isParameter && !at.includes('examples');
    });

    expect(inline.map(({ at }) => at.join('/'))).toEqual([]);
  });

  test('has no name that a generator gives to something else.', () => {
    const names = new Set(Object.keys(schemas));
    const capital = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
    const made = [...names].flatMap((name) => {
      const { properties = {} } = schemas[name] ?? {};
      return Object.entries(properties as Json).flatMap(([member, schema]) => {
        const parts = `${name}${capital(member)}`;
        const isItself = reachableFrom(document, schema).has(`#/components/schemas/${parts}`);
        return isItself ? [] : [parts, `${parts}Item`, `${parts}Inner`, `${parts}Type`];
      });
    });

    expect(made.filter((name) => names.has(name))).toEqual([]);
    // Go has a constructor `NewCart` for `Cart`.
    expect([...names].filter((name) => name.startsWith('New') && names.has(name.slice(3)))).toEqual([]);
  });

  test('has no name that a usual language has taken.', () => {
    expect(Object.keys(schemas).filter((name) => TAKEN.includes(name.toLowerCase()))).toEqual([]);
  });

  test('has no boolean of one value, which Python clients misread.', () => {
    const booleans = [...nodes(document)].filter(({ node, at }) => !at.includes('examples') && node.type === 'boolean');

    expect(booleans.filter(({ node }) => 'enum' in node).map(({ at }) => at.join('/'))).toEqual([]);
    expect(booleans.length).toBeGreaterThan(0);
  });

  test('has strict bodies and open answers.', () => {
    const operations = Object.values(document.paths).flatMap((path) => Object.values(path));
    const bodies = reachableFrom(
      document,
      operations.map(({ requestBody }) => requestBody),
    );

    const objects = Object.entries(schemas).filter(([, { properties }]) => properties !== undefined);
    const strict = objects.filter(([, { additionalProperties }]) => additionalProperties === false);

    expect(strict.map(([name]) => `#/components/schemas/${name}`).sort()).toEqual(
      objects
        .map(([name]) => `#/components/schemas/${name}`)
        .filter((reference) => bodies.has(reference))
        .sort(),
    );
    expect(JSON.stringify([document.components.responses, operations.map(({ responses }) => responses)])).not.toContain(
      '"additionalProperties":false',
    );
  });

  test('has patterns that engines without Unicode properties read alike.', () => {
    const patterns = new Set(
      [...nodes(document)].map(({ node }) => node.pattern).filter((one) => typeof one === 'string'),
    );

    for (const pattern of patterns) {
      expect(pattern).not.toMatch(/\\p|\(\?/);
      expect([new RegExp(pattern), new RegExp(pattern, 'u')]).toHaveLength(2);
    }
    expect(patterns.size).toBeGreaterThan(0);
  });

  test('has no keyword that generators misread.', () => {
    const misread = ['const', 'propertyNames', 'exclusiveMinimum', 'exclusiveMaximum', 'discriminator', '$defs'];

    const found = [...nodes(document)].flatMap(({ node, at }) =>
      at.includes('examples') || at.at(-1) === 'properties' ? [] : misread.filter((keyword) => keyword in node),
    );

    expect(found).toEqual([]);
  });

  test('says where each refusal comes from: its codes by operation and status.', () => {
    for (const { domain, name, route } of routes) {
      const operation = document.paths[`/v1${route.path}`]?.[route.method.toLowerCase()];
      for (const [code, status] of Object.entries(route.refusals ?? {})) {
        const response = operation?.responses[status];
        const shared = isObject(response) && typeof response.$ref === 'string' ? response.$ref.split('/').at(-1) : '';
        const found = shared ? document.components.responses[shared] : response;
        expect(JSON.stringify(found), `${domain}.${name} ${code}`).toContain(`"${code}"`);
      }
      expect(Object.keys(operation?.responses ?? {})).toEqual(
        expect.arrayContaining(['400', '401', '429', '500', '503']),
      );
    }
  });

  test('tells the default of a limit as the number that the shop takes.', () => {
    const limited = routes.flatMap(({ route }) => (route.query && 'limit' in route.query.shape ? [route] : []));

    for (const { path, query } of limited) {
      const limit = document.paths[`/v1${path}`]?.get?.parameters?.find(({ name }) => name === 'limit');
      const schema = { type: 'integer', minimum: 1, maximum: 100, default: query?.parse({}).limit };
      expect(limit, path).toMatchObject({ in: 'query', schema });
    }
    expect(new Set(limited.map(({ query }) => query?.parse({}).limit))).toEqual(new Set([20, 50, 100]));
  });
});

test.each(routes.filter(({ route }) => route.body))('The examples of $domain.$name are right.', ({ route }) => {
  const examples = Object.values(route.examples ?? {});

  expect(examples.length).toBeGreaterThan(0);
  for (const example of examples) expect(route.body?.safeParse(example)).toMatchObject({ success: true });
});

describe('a contract that lacks what the document needs is refused', () => {
  const route = { method: 'GET', path: '/things', access: ['public'], summary: 'Lists things' } as const;
  const thing = z.strictObject({ id: z.string() }).meta({ id: 'Thing', description: 'A thing.' });

  test('when a refusal has no meaning.', () => {
    const contract = defineContract({
      domain: 'things',
      routes: { listThings: { ...route, responses: { 200: thing }, refusals: { 'things.gone': 410 } } },
    });

    expect(() => openApiDocument([contract])).toThrow('The contract does not tell the meaning of things.gone.');
  });

  test('when a schema is both sent and answered.', () => {
    const contract = defineContract({
      domain: 'things',
      routes: { createThing: { ...route, method: 'POST', body: thing, responses: { 200: thing } } },
    });

    expect(() => openApiDocument([contract])).toThrow('Thing is sent and answered');
  });
});
