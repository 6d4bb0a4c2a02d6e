import { describe, expect, test } from 'vitest';
import { type Asked, refusalOf, refusalOfHost } from './guard.ts';

const host = '127.0.0.1:4000';
const own = 'http://127.0.0.1:4000';

describe('a server for programs', () => {
  test.each([
    ['a program without an origin', 'POST', { host }],
    ['its own page', 'POST', { host, origin: own, 'sec-fetch-site': 'same-origin' }],
    ['a page opened by its other name', 'DELETE', { host: 'localhost:4000', origin: 'http://localhost:4000' }],
    ['a name in capitals', 'POST', { host: 'LOCALHOST:4000', origin: 'http://localhost:4000' }],
    ['an address of version 6', 'GET', { host: '[::1]:4000' }],
    ['a virtual host of S3', 'PUT', { host: 'souk-local-bucket.localhost:4000' }],
    ['a virtual host of S3 with dots', 'PUT', { host: 'a.b.Localhost' }],
    ['an address that a person typed', 'GET', { host, 'sec-fetch-site': 'none', 'sec-fetch-mode': 'navigate' }],
  ])('serves %s', (_, method, headers) => {
    expect(refusalOf({ method, headers })).toBeUndefined();
  });

  test.each([
    ['a page of the internet that posts', 'POST', { host, origin: 'https://evil.example' }],
    ['a page of the internet that reads', 'GET', { host, origin: 'https://evil.example' }],
    ['a page of another port that deletes', 'DELETE', { host, origin: 'http://127.0.0.1:9999' }],
    ['a page over TLS under the own name', 'POST', { host, origin: 'https://127.0.0.1:4000' }],
    ['a frame without an origin', 'POST', { host, origin: 'null' }],
    ['an empty origin', 'POST', { host, origin: '' }],
    ['a browser that tells of another site only', 'POST', { host, 'sec-fetch-site': 'cross-site' }],
    ['an image of another site', 'GET', { host, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' }],
    ['a link of another site', 'GET', { host, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' }],
  ])('refuses %s', (_, method, headers) => {
    expect(refusalOf({ method, headers })).toEqual(expect.any(String));
  });
});

describe('a server with pages', () => {
  const refusal = (asked: Asked) => refusalOf(asked, { pages: true });
  const link = { host, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' };

  test('serves a link of another site too', () => {
    expect(refusal({ method: 'GET', headers: link })).toBeUndefined();
  });

  test.each([
    ['a form of another site', 'POST', link],
    ['a link with a foreign origin', 'GET', { ...link, origin: 'null' }],
    ['an image of another site', 'GET', { ...link, 'sec-fetch-mode': 'no-cors' }],
    ['a link under a strange name', 'GET', { ...link, host: 'evil.example' }],
  ])('refuses %s', (_, method, headers) => {
    expect(refusal({ method, headers })).toEqual(expect.any(String));
  });
});

test.each([
  'evil.example:4000',
  '127.0.0.1.evil.example',
  '127.0.0.1@evil.example',
  'evil.example@127.0.0.1',
  'evil.localhost.example',
  'notlocalhost',
  'localhost:4000.evil.example',
  '127.0.0.2',
  '0.0.0.0:4000',
  '169.254.169.254',
  '[::ffff:7f00:1]',
  '',
])('The name %j is refused, whatever the request', (name) => {
  for (const headers of [{ host: name }, { host: name, origin: `http://${name}` }]) {
    expect(refusalOfHost({ method: 'GET', headers })).toContain(name);
    expect(refusalOf({ method: 'GET', headers }, { pages: true })).toContain(name);
  }
});

test('A request without a name is refused', () => {
  expect(refusalOf({ method: 'GET', headers: {} })).toEqual(expect.any(String));
});
