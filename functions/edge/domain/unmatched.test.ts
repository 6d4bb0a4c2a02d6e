import { expect, test } from 'vitest';
import { unmatched } from './unmatched.ts';

const document = { paths: { '/v1/products': { get: {}, post: {} } } };

test('A path of no route is not found, and has no methods.', () => {
  expect(unmatched(document, 'GET', '/v1/nowhere')).toMatchObject({
    allowed: [],
    refusal: { code: 'request.not_found' },
  });
});

test('A path outside the API is not found, and the answer names the prefix.', () => {
  expect(unmatched(document, 'GET', '/products').refusal?.detail).toContain('/v1');
});

test('Another method of a path is not allowed, and the answer names those that are.', () => {
  const { allowed, refusal } = unmatched(document, 'DELETE', '/v1/products');

  expect(allowed).toEqual(['GET', 'POST']);
  expect(refusal?.code).toBe('request.method_not_allowed');
  expect(refusal?.detail).toContain('GET, POST');
});

test('OPTIONS of a path is answered with its methods.', () => {
  expect(unmatched(document, 'OPTIONS', '/v1/products')).toEqual({ allowed: ['GET', 'POST'], refusal: undefined });
});
