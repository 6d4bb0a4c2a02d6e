import { expect, test } from 'vitest';
import { refusalOf } from './guard.ts';

const host = '127.0.0.1:4000';

test.each([
  ['a program without an origin', 'POST', { host }],
  ['the console’s own page', 'POST', { host, origin: 'http://127.0.0.1:4000', 'sec-fetch-site': 'same-origin' }],
  ['a page opened by its other name', 'DELETE', { host: 'localhost:4000', origin: 'http://localhost:4000' }],
  ['an address of version 6', 'GET', { host: '[::1]:4000' }],
  ['a link from elsewhere', 'GET', { host, 'sec-fetch-site': 'cross-site' }],
])('%s is served', (_, method, headers) => {
  expect(refusalOf({ method, headers })).toBeUndefined();
});

test.each([
  ['a page of the internet that posts', 'POST', { host, origin: 'https://evil.example' }],
  ['a page of another port that deletes', 'DELETE', { host, origin: 'http://127.0.0.1:9999' }],
  ['a frame without an origin', 'POST', { host, origin: 'null' }],
  ['a browser that tells of another site only', 'POST', { host, 'sec-fetch-site': 'cross-site' }],
  ['a strange name that was made to point here', 'GET', { host: 'evil.example:4000' }],
  ['a name that begins like ours', 'GET', { host: '127.0.0.1.evil.example' }],
  ['no name at all', 'GET', {}],
])('%s is refused', (_, method, headers) => {
  expect(refusalOf({ method, headers })).toEqual(expect.any(String));
});
