import { describe, expect, it } from 'vitest';
import { allowedMethods } from './allowed-methods.ts';

const document = {
  paths: {
    '/v1/products': { get: {}, post: {} },
    '/v1/products/{id}': { put: {}, get: {} },
    '/v1/products/search': { get: {} },
    '/v1/cart/items/{sku}': { delete: {} },
  },
};

describe('the methods of a path', () => {
  it.each([
    ['/v1/products', ['GET', 'POST']],
    ['/v1/products/prd_1', ['GET', 'PUT']],
    ['/v1/products/search', ['GET', 'PUT']],
    ['/v1/cart/items/a%2Fb', ['DELETE']],
  ])('are those of every template that it matches: %s', (path, methods) => {
    expect(allowedMethods(document, path)).toEqual(methods);
  });

  it.each(['/', '/v1', '/v1/products/', '/v1/products/prd_1/more', '/v2/products', '/v1/{id}', '/v1/__proto__'])(
    'are none where no route is: %s',
    (path) => {
      expect(allowedMethods(document, path)).toEqual([]);
    },
  );
});
