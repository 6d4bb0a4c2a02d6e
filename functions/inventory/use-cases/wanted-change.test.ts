import { expect, test } from 'vitest';
import { needsVersion, wantedChange } from './wanted-change.ts';

const request = { caller: 'usr_1', bodyHash: 'hash' };

test('A number on hand is set, with or without a key.', () => {
  const set = { ok: true, value: { kind: 'set', onHand: 3, shards: 2 } };

  expect(wantedChange({ onHand: 3, shards: 2 }, { ...request, key: undefined })).toEqual(set);
  expect(wantedChange({ onHand: 3, shards: 2 }, { ...request, key: 'k' })).toEqual(set);
});

test('An adjustment is known by its key, its caller and its body.', () => {
  expect(wantedChange({ adjustBy: -2 }, { ...request, key: 'k' })).toEqual({
    ok: true,
    value: { kind: 'adjusted', by: -2, idempotency: { ...request, key: 'k' } },
  });
});

test('An adjustment without a key is refused.', () => {
  expect(wantedChange({ adjustBy: 1 }, { ...request, key: undefined })).toMatchObject({
    ok: false,
    refusal: { code: 'request.invalid', extensions: { errors: [{ pointer: '#/headers/idempotency-key' }] } },
  });
});

test('Only a set of stock that is there already needs a version.', () => {
  const set = { kind: 'set', onHand: 3 } as const;
  const adjusted = { kind: 'adjusted', by: 1, idempotency: { ...request, key: 'k' } } as const;

  expect([needsVersion(set, 0), needsVersion(set, 1), needsVersion(adjusted, 1)]).toEqual([false, true, false]);
});
