import { expect, test } from 'vitest';
import { unmatched } from './unmatched.ts';

const document = { paths: { '/v1/products': { get: {}, post: {} } } };

test('An unknown path is not found, and has no methods.', () => {
  expect(unmatched(document, 'GET', '/v1/nowhere')).toMatchObject({
    allowed: [],
    refusal: { code: 'request.not_found' },
  });
});

test('A path outside the API is not found, and the answer names the prefix.', () => {
  expect(unmatched(document, 'GET', '/products').refusal?.detail).toContain('/v1');
});

test('A method that a path lacks is not allowed, and the answer names the allowed ones.', () => {
  const { allowed, refusal } = unmatched(document, 'DELETE', '/v1/products');

  expect(allowed).toEqual(['GET', 'POST']);
  expect(refusal?.code).toBe('request.method_not_allowed');
  expect(refusal?.detail).toContain('GET, POST');
});

test('OPTIONS of a path returns its methods.', () => {
  expect(unmatched(document, 'OPTIONS', '/v1/products')).toEqual({ allowed: ['GET', 'POST'], refusal: undefined });
});
