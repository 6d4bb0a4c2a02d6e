import { expect, test } from 'vitest';
import { ownUserId, type Requester, reachableUserId } from './reach-user.ts';

const ann: Requester = { userId: 'ann', roles: ['customer'] };
const admin: Requester = { userId: 'root', roles: ['admin'] };

test.each([
  ['ann', 'ann'],
  ['me', 'ann'],
])('A user reaches themselves as %s.', (id, userId) => {
  expect(ownUserId(ann, id)).toEqual({ ok: true, value: userId });
  expect(reachableUserId(ann, id)).toEqual({ ok: true, value: userId });
});

test('Another user is not found.', () => {
  expect(ownUserId(ann, 'bob')).toMatchObject({ refusal: { code: 'request.not_found' } });
  expect(reachableUserId(ann, 'bob')).toMatchObject({ refusal: { code: 'request.not_found' } });
});

test('An admin reaches every user, but only themselves on routes for the caller’s own data.', () => {
  expect(reachableUserId(admin, 'bob')).toEqual({ ok: true, value: 'bob' });
  expect(reachableUserId(admin, 'me')).toEqual({ ok: true, value: 'root' });
  expect(ownUserId(admin, 'bob')).toMatchObject({ refusal: { code: 'request.not_found' } });
});
