import { expect, test, vi } from 'vitest';
import type { ApiKey } from '../domain/api-key.ts';
import { issueApiKey, revokeApiKey } from './api-keys.ts';

const clock = { now: () => new Date('2026-11-20T12:00:00Z') };

/** Keys in memory: id → hash. */
function aStore() {
  const hashes = new Map<string, string>();
  const apiKeys = {
    create: async ({ id }: ApiKey, hash: string) => void hashes.set(id, hash),
    list: vi.fn(async () => ({ items: [] })),
    remove: async (id: string) => hashes.delete(id),
  };
  return { apiKeys, hashes };
}

const createToken = (id: string) => ({ token: `${id}.secret`, tokenHash: 'hash' });

test('An issued key carries its id, and only the hash of its secret is stored.', async () => {
  const { apiKeys, hashes } = aStore();

  const issued = await issueApiKey({ apiKeys, createToken }, clock, 'Price comparison');

  expect(issued).toEqual({
    id: expect.stringMatching(/^key_/),
    name: 'Price comparison',
    createdAt: '2026-11-20T12:00:00.000Z',
    key: `${issued.id}.secret`,
  });
  expect([...hashes]).toEqual([[issued.id, 'hash']]);
});

test('A key can be revoked once; an unknown key is not found.', async () => {
  const { apiKeys } = aStore();
  const { id } = await issueApiKey({ apiKeys, createToken }, clock, 'Price comparison');

  expect(await revokeApiKey(apiKeys, id)).toMatchObject({ ok: true });
  expect(await revokeApiKey(apiKeys, id)).toMatchObject({ ok: false, refusal: { code: 'request.not_found' } });
});
