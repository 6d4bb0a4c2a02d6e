import { expect, test } from 'vitest';
import { type Caller, requireCartId, requireUser } from './caller.ts';

const anonymous: Caller = { kind: 'anonymous' };
const guest: Caller = { kind: 'guest', cartId: 'crt_1' };
const user: Caller = { kind: 'user', userId: 'usr_1', groups: ['customer'] };

test('Only a signed-in caller is a user; any other caller on such a route is a fault.', () => {
  expect(requireUser(user)).toBe(user);
  expect(() => requireUser(guest)).toThrow();
  expect(() => requireUser(anonymous)).toThrow();
});

test('Guests and users have a cart; an anonymous caller on such a route is a fault.', () => {
  expect(requireCartId(guest)).toBe('crt_1');
  expect(requireCartId(user)).toBe('crt_usr_1');
  expect(() => requireCartId(anonymous)).toThrow();
});
