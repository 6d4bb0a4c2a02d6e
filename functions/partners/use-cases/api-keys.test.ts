import { expect, test } from 'vitest';
import { createId } from '../../../shared/kernel/id.ts';
import type { Idempotency } from '../../../shared/kernel/idempotency.ts';
import { tableForTests } from '../../../shared/testing/dynamodb.ts';
import { apiKeyStore } from '../store/api-keys.ts';
import { issueApiKey, revokeApiKey } from './api-keys.ts';

const db = tableForTests();
const clock = { now: () => new Date('2026-11-20T12:00:00Z') };
const createToken = (id: string) => ({ token: `${id}.secret`, tokenHash: `hash of ${id}` });

const issue = (request?: Idempotency) =>
  issueApiKey({ apiKeys: apiKeyStore(db().table), createToken }, clock, { name: 'Price comparison', request });

async function issued() {
  const result = await issue();
  if (!result.ok) throw new Error(result.refusal.code);
  return result.value;
}

test('An issued key carries its id, and only the hash of its secret is stored.', async () => {
  const { id, ...more } = await issued();

  expect(id).toMatch(/^key_/);
  expect(more).toEqual({ name: 'Price comparison', createdAt: '2026-11-20T12:00:00.000Z', key: `${id}.secret` });
  expect(await apiKeyStore(db().table).getHash(id)).toBe(`hash of ${id}`);
});

test('A key can be revoked once; an unknown key is not found.', async () => {
  const apiKeys = apiKeyStore(db().table);
  const { id } = await issued();

  expect(await revokeApiKey(apiKeys, id)).toMatchObject({ ok: true });
  expect(await revokeApiKey(apiKeys, id)).toMatchObject({ ok: false, refusal: { code: 'request.not_found' } });
});

test('A repeated request issues no other key, and names the first: its secret cannot be shown again.', async () => {
  const request = { caller: 'usr_admin', key: createId('key'), bodyHash: 'b' };

  const answers = await Promise.all([issue(request), issue(request), issue(request)]);
  const again = await issue(request);

  const [first, ...others] = answers.filter(({ ok }) => ok);
  if (!first?.ok) throw new Error('No request issued a key.');
  expect(others).toEqual([]);
  for (const answer of [...answers.filter(({ ok }) => !ok), again]) {
    expect(answer).toMatchObject({
      refusal: { code: 'partners.key_issued_before', detail: expect.stringContaining(first.value.id) },
    });
  }
  expect(await issue({ ...request, bodyHash: 'c' })).toMatchObject({
    refusal: { code: 'request.idempotency_key_reused' },
  });
});
