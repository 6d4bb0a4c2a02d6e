import { describe, expect, test } from 'vitest';
import { breakingChanges } from './breaking-changes.ts';

const ref = (name: string) => ({ $ref: `#/components/${name}` });
const json = (schema: object) => ({ 'application/json': { schema } });

/** A small shop: what each change below is made to. */
const released = () => ({
  servers: [{ url: '/' }, { url: '{origin}', variables: { origin: { default: 'http://127.0.0.1:4000' } } }],
  paths: {
    '/things/{id}': {
      get: {
        parameters: [{ in: 'path', name: 'id', required: true, schema: { type: 'string' } }],
        responses: { 200: { content: json(ref('schemas/Thing')) } },
      },
    },
    '/things': {
      get: {
        operationId: 'things.list',
        parameters: [
          { in: 'query', name: 'status', schema: { type: 'string', enum: ['draft', 'active'], default: 'active' } },
          { in: 'header', name: 'Prefer', schema: { type: 'string' } },
        ],
        security: [{}, { accessToken: [] }],
        responses: {
          200: {
            headers: { ETag: ref('headers/ETag') },
            content: json({ type: 'array', items: ref('schemas/Thing') }),
          },
        },
      },
      post: {
        requestBody: {
          required: true,
          content: { ...json(ref('schemas/NewThing')), 'text/csv': { schema: { type: 'string' } } },
        },
        responses: {
          201: { content: json(ref('schemas/Thing')) },
          202: { content: json(ref('schemas/Thing')) },
          409: {
            content: {
              'application/problem+json': {
                schema: {
                  allOf: [ref('schemas/Problem'), ref('schemas/Taken')],
                },
              },
            },
          },
          422: {
            content: {
              'application/problem+json': {
                schema: {
                  allOf: [ref('schemas/Problem'), { type: 'object', properties: { code: { enum: ['wrong'] } } }],
                },
              },
            },
          },
        },
      },
    },
  },
  components: {
    headers: { ETag: { required: true, schema: { type: 'string' } } },
    securitySchemes: { cartToken: { type: 'apiKey', in: 'header', name: 'X-Cart-Token' } },
    schemas: {
      Thing: {
        type: 'object',
        properties: {
          id: { type: 'string' },
          status: { type: 'string', enum: ['draft', 'active'] },
          price: ref('schemas/Money'),
          kind: { oneOf: [ref('schemas/Sold'), ref('schemas/Unsold')] },
          labels: { type: 'object', additionalProperties: { type: 'string' } },
        },
        required: ['id', 'status', 'price', 'kind'],
      },
      Money: { type: 'object', properties: { amount: { type: 'integer' } }, required: ['amount'] },
      Sold: { type: 'object', properties: { sold: { enum: [true] } }, required: ['sold'] },
      Unsold: { type: 'object', properties: { sold: { enum: [false] } }, required: ['sold'] },
      NewThing: {
        type: 'object',
        properties: {
          name: { type: 'string', maxLength: 200 },
          status: { type: 'string', enum: ['draft', 'active'] },
          count: { type: 'integer', minimum: 0, maximum: 99 },
          tags: { type: 'array', items: { type: 'string' } },
          labels: { type: 'object', additionalProperties: { type: 'string' } },
          extra: { type: 'object' },
          size: { anyOf: [ref('schemas/Count'), ref('schemas/Weight')] },
        },
        required: ['name'],
        additionalProperties: false,
      },
      Count: { type: 'object', properties: { count: { type: 'integer' } }, required: ['count'] },
      Weight: { type: 'object', properties: { grams: { type: 'integer' } }, required: ['grams'] },
      Taken: {
        type: 'object',
        properties: { code: { type: 'string', enum: ['taken'] }, names: { type: 'array' } },
        required: ['code'],
      },
      Problem: {
        type: 'object',
        properties: {
          code: { type: 'string' },
          detail: { type: 'string' },
          errors: { type: 'array', items: ref('schemas/FieldError') },
        },
        required: ['code', 'detail'],
      },
      FieldError: { type: 'object', properties: { code: { type: 'string', enum: ['required'] } } },
    },
  },
});

type Shop = ReturnType<typeof released>;

function changesAfter(change: (shop: Shop) => unknown): string[] {
  const current = released();
  change(current);
  return breakingChanges(released(), current);
}

describe('a change that breaks clients is found', () => {
  test.each<[string, Parameters<typeof changesAfter>[0], RegExp]>([
    ['a removed route', ({ paths }) => Reflect.deleteProperty(paths['/things'], 'get'), /GET \/things is removed/],
    [
      'a removed member of an answer',
      ({ components: { schemas } }) => Reflect.deleteProperty(schemas.Thing.properties, 'id'),
      /GET \/things 200 body\[\]\.id is removed/,
    ],
    [
      'a removed member behind a reference',
      ({ components: { schemas } }) => Reflect.deleteProperty(schemas.Money.properties, 'amount'),
      /body\[\]\.price\.amount is removed/,
    ],
    [
      'a member of an answer that may be missing',
      ({ components: { schemas } }) => Object.assign(schemas.Thing, { required: ['id', 'status', 'price'] }),
      /\.kind is no longer always there/,
    ],
    [
      'a new value in an answer',
      ({ components: { schemas } }) => schemas.Thing.properties.status.enum.push('archived'),
      /\.status may now be archived/,
    ],
    [
      'another type in an answer',
      ({ components: { schemas } }) => Object.assign(schemas.Money.properties.amount, { type: 'string' }),
      /\.price\.amount is string instead of integer/,
    ],
    [
      'another type of named values',
      ({ components: { schemas } }) =>
        Object.assign(schemas.Thing.properties.labels, { additionalProperties: { type: 'integer' } }),
      /\.labels\.\* is integer instead of string/,
    ],
    [
      'another kind in an answer',
      ({ components: { schemas } }) => (schemas.Thing.properties.kind.oneOf as object[]).push({ type: 'string' }),
      /\.kind may now be string/,
    ],
    [
      'a removed success',
      ({ paths }) => Reflect.deleteProperty(paths['/things'].post.responses, '202'),
      /no longer answers 202/,
    ],
    [
      'a removed header',
      ({ paths }) => Object.assign(paths['/things'].get.responses[200], { headers: {} }),
      /200 no longer has the header ETag/,
    ],
    [
      'a new value in another member of a problem',
      ({ components: { schemas } }) => Object.assign(schemas.Taken.properties, { names: { type: 'string' } }),
      /409 body\.names is string instead of array/,
    ],
    [
      'a removed member of a problem',
      ({ components: { schemas } }) => Reflect.deleteProperty(schemas.Problem.properties, 'detail'),
      /409 body\.detail is removed/,
    ],
    [
      'a new required member of a body',
      ({ components: { schemas } }) => {
        Object.assign(schemas.NewThing.properties, { vat: { type: 'string' } });
        Object.assign(schemas.NewThing, { required: ['name', 'vat'] });
      },
      /POST \/things body\.vat is required/,
    ],
    [
      'a member of a body that is no longer taken',
      ({ components: { schemas } }) => Reflect.deleteProperty(schemas.NewThing.properties, 'status'),
      /body\.status is removed/,
    ],
    [
      'a value that a body can no longer have',
      ({ components: { schemas } }) => schemas.NewThing.properties.status.enum.pop(),
      /body\.status no longer takes active/,
    ],
    [
      'a tighter limit',
      ({ components: { schemas } }) => Object.assign(schemas.NewThing.properties.name, { maxLength: 100 }),
      /body\.name has the maxLength 100 instead of 200/,
    ],
    [
      'a new pattern',
      ({ components: { schemas } }) => Object.assign(schemas.NewThing.properties.name, { pattern: '^a' }),
      /body\.name has the pattern \^a instead of none/,
    ],
    [
      'a kind that a body can no longer be',
      ({ components: { schemas } }) => schemas.NewThing.properties.size.anyOf.pop(),
      /body\.size no longer takes Weight/,
    ],
    [
      'a content type that is no longer taken',
      ({ paths }) => Reflect.deleteProperty(paths['/things'].post.requestBody.content, 'text/csv'),
      /no longer has text\/csv/,
    ],
    [
      'a value that a parameter can no longer have',
      ({ paths }) => paths['/things'].get.parameters[0]?.schema.enum?.pop(),
      /query status no longer takes active/,
    ],
    [
      'a removed query parameter',
      ({ paths }) => paths['/things'].get.parameters.shift(),
      /no longer takes the query status/,
    ],
    [
      'a new required header',
      ({ paths }) =>
        (paths['/things'].get.parameters as object[]).push({ in: 'header', name: 'If-Match', required: true }),
      /requires the header if-match/,
    ],
    [
      'a route that is no longer public',
      ({ paths }) => paths['/things'].get.security.shift(),
      /no longer lets in anybody/,
    ],
    [
      'a renamed code',
      ({ components: { schemas } }) => schemas.Taken.properties.code.enum.splice(0, 1, 'in_use'),
      /POST \/things no longer answers 409 taken/,
    ],
    [
      'a code that moves to another status',
      ({ paths, components: { schemas } }) => {
        schemas.Taken.properties.code.enum.splice(0, 1, 'other');
        const { schema } = paths['/things'].post.responses[422].content['application/problem+json'];
        Object.assign(schema, {
          allOf: [ref('schemas/Problem'), { properties: { code: { enum: ['wrong', 'taken'] } } }],
        });
      },
      /POST \/things no longer answers 409 taken/,
    ],
    [
      'a problem that no longer occurs',
      ({ paths }) => Reflect.deleteProperty(paths['/things'].post.responses, '409'),
      /POST \/things no longer answers 409$/,
    ],
    [
      'no other members of a body',
      ({ components: { schemas } }) =>
        Object.assign(schemas.NewThing.properties.extra, { additionalProperties: false }),
      /body\.extra\.\* is removed/,
    ],
    [
      'a type of the other members of a body',
      ({ components: { schemas } }) =>
        Object.assign(schemas.NewThing.properties.extra, { additionalProperties: { type: 'string' } }),
      /body\.extra\.\* is string instead of any type/,
    ],
    [
      'no type of named values',
      ({ components: { schemas } }) => Reflect.deleteProperty(schemas.Thing.properties.labels, 'additionalProperties'),
      /\.labels\.\* is of any type instead of string/,
    ],
    [
      'an answer without named values',
      ({ components: { schemas } }) => Object.assign(schemas.Thing.properties.labels, { additionalProperties: false }),
      /\.labels\.\* is removed/,
    ],
    [
      'an answer that may be null',
      ({ components: { schemas } }) => Object.assign(schemas.Thing.properties.id, { type: ['string', 'null'] }),
      /\[\]\.id is string,null instead of string/,
    ],
    [
      'a constant in a body',
      ({ components: { schemas } }) => Object.assign(schemas.NewThing.properties.name, { const: 'Spoon' }),
      /body\.name no longer takes other values than Spoon/,
    ],
    [
      'a renamed header of credentials',
      ({ components: { securitySchemes } }) => Object.assign(securitySchemes.cartToken, { name: 'X-Basket-Token' }),
      /security scheme cartToken has the name X-Basket-Token instead of X-Cart-Token/,
    ],
    ['another path of the server', ({ servers }) => servers.splice(0, 1, { url: '/api' }), /the server \/ is removed/],
    [
      'another default of a parameter',
      ({ paths }) => Object.assign(paths['/things'].get.parameters[0]?.schema ?? {}, { default: 'draft' }),
      /query status has the default draft instead of active/,
    ],
    [
      'another type of a header',
      ({ components: { headers } }) => Object.assign(headers.ETag.schema, { type: 'integer' }),
      /200 header ETag is integer instead of string/,
    ],
    [
      'another name of an operation',
      ({ paths }) => Object.assign(paths['/things'].get, { operationId: 'things.all' }),
      /has the operationId things\.all instead of things\.list/,
    ],
    [
      'another name of a schema',
      ({ components: { schemas }, paths }) => {
        Object.assign(schemas, { Item: schemas.Thing });
        Object.assign(paths['/things'].post.responses[201], { content: json(ref('schemas/Item')) });
      },
      /POST \/things 201 body is Item instead of Thing/,
    ],
    [
      'a removed name of a schema',
      (shop) => Object.assign(shop, JSON.parse(JSON.stringify(shop).replaceAll('Problem', 'Fault'))),
      /the schema Problem is removed/,
    ],
  ])('%s', (_, change, message) => {
    const changes = changesAfter(change);

    expect(changes).toContainEqual(expect.stringMatching(message));
  });
});

describe('a tighter limit of a body is found', () => {
  test.each<[keyof ReturnType<typeof released>['components']['schemas']['NewThing']['properties'], object]>([
    ['name', { minLength: 2 }],
    ['name', { not: { enum: ['none'] } }],
    ['count', { minimum: 1 }],
    ['count', { maximum: 98 }],
    ['count', { exclusiveMinimum: 0 }],
    ['count', { exclusiveMaximum: 99 }],
    ['count', { multipleOf: 2 }],
    ['tags', { minItems: 1 }],
    ['tags', { maxItems: 9 }],
    ['tags', { uniqueItems: true }],
    ['labels', { minProperties: 1 }],
    ['labels', { maxProperties: 9 }],
    ['labels', { propertyNames: { maxLength: 9 } }],
  ])('%s %j', (name, limit) => {
    const changes = changesAfter(({ components: { schemas } }) =>
      Object.assign(schemas.NewThing.properties[name], limit),
    );

    expect(changes).toEqual([expect.stringContaining(`POST /things body.${name} has the ${Object.keys(limit)[0]} `)]);
  });
});

describe('a change that breaks nobody is let through', () => {
  test.each<[string, Parameters<typeof changesAfter>[0]]>([
    ['none', () => undefined],
    ['a new route', ({ paths }) => Object.assign(paths, { '/others': { get: { responses: {} } } })],
    [
      'a new optional member of a body',
      ({ components: { schemas } }) => Object.assign(schemas.NewThing.properties, { vat: { type: 'string' } }),
    ],
    [
      'a new member of an answer',
      ({ components: { schemas } }) => {
        Object.assign(schemas.Thing.properties, { tag: { type: 'string' } });
        schemas.Thing.required.push('tag');
      },
    ],
    [
      'a new value that a body can have',
      ({ components: { schemas } }) => schemas.NewThing.properties.status.enum.push('hidden'),
    ],
    [
      'a wider limit',
      ({ components: { schemas } }) => Object.assign(schemas.NewThing.properties.name, { maxLength: 300 }),
    ],
    [
      'a new kind that a body can be',
      ({ components: { schemas } }) => (schemas.NewThing.properties.size.anyOf as object[]).push({ type: 'string' }),
    ],
    [
      'a new optional parameter',
      ({ paths }) => (paths['/things'].get.parameters as object[]).push({ in: 'query', name: 'shop', schema: {} }),
    ],
    ['a header that nobody reads any more', ({ paths }) => paths['/things'].get.parameters.pop()],
    ['a new code of a problem', ({ components: { schemas } }) => schemas.Taken.properties.code.enum.push('sold')],
    ['a new problem', ({ paths }) => Object.assign(paths['/things'].get.responses, { 402: { content: {} } })],
    [
      'a new code of a field error',
      ({ components: { schemas } }) => schemas.FieldError.properties.code.enum.push('too_old'),
    ],
    [
      'a member of a body that may also be null',
      ({ components: { schemas } }) => {
        Object.assign(schemas.NewThing.properties.name, { type: ['string', 'null'] });
        Object.assign(schemas.NewThing.properties, { count: { anyOf: [{ type: 'integer' }, { type: 'null' }] } });
      },
    ],
    [
      'another name of a path parameter',
      ({ paths }) => {
        const { get } = paths['/things/{id}'];
        Object.assign(get.parameters[0] ?? {}, { name: 'thing' });
        Object.assign(paths, { '/things/{thing}': { get } });
        Reflect.deleteProperty(paths, '/things/{id}');
      },
    ],
    ['a second way in', ({ paths }) => (paths['/things'].get.security as object[]).push({ cartToken: [] })],
  ])('%s', (_, change) => {
    expect(changesAfter(change)).toEqual([]);
  });
});
