import { expect, test } from 'vitest';
import { portable } from './portable.ts';

test('A constant becomes an enum of one, and an exclusive minimum an inclusive one.', () => {
  const schema = {
    type: 'object',
    properties: { status: { type: 'string', const: 'ok' }, line: { type: 'integer', exclusiveMinimum: 0 } },
  };

  const { properties } = portable(schema, 'body');

  expect(properties).toEqual({
    status: { type: 'string', enum: ['ok'] },
    line: { type: 'integer', minimum: 1 },
  });
});

test('The limits of exact integers are left out, those of the shop stay.', () => {
  const exact = { type: 'integer', minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER };

  expect(portable(exact, 'body')).toEqual({ type: 'integer' });
  expect(portable({ type: 'integer', minimum: 0, maximum: 999 }, 'body')).toEqual({
    type: 'integer',
    minimum: 0,
    maximum: 999,
  });
});

test('A pattern beside a format, of a query value that is a number, or one of several is left out.', () => {
  const several = { type: 'string', minLength: 12, allOf: [{ pattern: '[a-z]' }, { pattern: '[0-9]' }] };

  expect(portable({ type: 'string', format: 'email', pattern: '^(?!.).*$' }, 'body')).toEqual({
    type: 'string',
    format: 'email',
  });
  expect(portable({ type: 'integer', pattern: '^[1-9]$', maximum: 100 }, 'parameter')).toEqual({
    type: 'integer',
    maximum: 100,
  });
  expect(portable(several, 'body')).toEqual({ type: 'string', minLength: 12 });
});

test('A response is open: unknown members and wider limits break nobody.', () => {
  const schema = {
    type: 'object',
    properties: { title: { type: 'string', maxLength: 200, pattern: '^.$' }, amount: { type: 'integer', minimum: 0 } },
    required: ['title'],
    additionalProperties: false,
  };

  expect(portable(schema, 'response')).toEqual({
    type: 'object',
    properties: { title: { type: 'string' }, amount: { type: 'integer', minimum: 0 } },
    required: ['title'],
  });
  expect(portable(schema, 'body')).toEqual(schema);
});

test('The default of a member of a body moves into its description, that of a parameter stays.', () => {
  const schema = { type: 'string', description: 'The status.', default: 'active' };

  expect(portable(schema, 'body')).toEqual({ type: 'string', description: 'The status. Default: `"active"`.' });
  expect(portable(schema, 'parameter')).toEqual(schema);
  expect(portable({ $ref: '#/components/schemas/Status', default: 'active' }, 'body')).toEqual({
    $ref: '#/components/schemas/Status',
    description: 'Default: `"active"`.',
  });
});

test('A reference keeps its description and nothing else.', () => {
  const schema = { $ref: '#/components/schemas/Money', description: 'The price.', additionalProperties: false };

  expect(portable({ type: 'array', items: schema }, 'response')).toEqual({
    type: 'array',
    items: { $ref: '#/components/schemas/Money', description: 'The price.' },
  });
});

test('A constant that is a boolean becomes any boolean.', () => {
  expect(portable({ type: 'boolean', const: true, description: 'Sold.' }, 'response')).toEqual({
    type: 'boolean',
    description: 'Sold.',
  });
});

test('A union has no discriminator, and a value may fit several of its kinds.', () => {
  const kinds = [{ $ref: '#/components/schemas/Sold' }, { $ref: '#/components/schemas/Unsold' }];

  expect(portable({ type: 'object', oneOf: kinds, discriminator: { propertyName: 'available' } }, 'response')).toEqual({
    anyOf: kinds,
  });
});
