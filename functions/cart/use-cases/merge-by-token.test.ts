import { expect, test, vi } from 'vitest';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { matches, parseToken } from '../../../shared/runtime/secret-token.ts';
import { type MergeByTokenPorts, mergeByToken } from './merge-by-token.ts';

test.each([undefined, '', 'x', 'crt_1.short'])(
  'A merge without a cart token (%j) is refused, and no cart is read.',
  async (cartToken) => {
    const getGuest = vi.fn();
    const ports = { store: { getGuest }, parseToken, matches } as unknown as MergeByTokenPorts;

    const merged = await mergeByToken(ports, { cartToken, userCartId: 'crt_usr_1', currency: 'EUR' });

    expect(merged).toMatchObject({ ok: false, refusal: { code: 'request.unauthenticated' } });
    expect(getGuest).not.toHaveBeenCalled();
  },
);

test('A token is looked up by its id, and its secret is compared with the stored hash.', async () => {
  const compared = vi.fn(() => false);
  const getGuest = vi.fn(async () => ({ tokenHash: 'hash' }));
  const ports = {
    store: { getGuest },
    clock: systemClock,
    parseToken,
    matches: compared,
  } as unknown as MergeByTokenPorts;
  const secret = 'A'.repeat(43);

  const merged = await mergeByToken(ports, { cartToken: `crt_1.${secret}`, userCartId: 'crt_usr_1', currency: 'EUR' });

  expect(getGuest).toHaveBeenCalledExactlyOnceWith('crt_1');
  expect(compared).toHaveBeenCalledExactlyOnceWith(secret, 'hash');
  expect(merged).toMatchObject({ ok: false, refusal: { code: 'request.unauthenticated' } });
});
