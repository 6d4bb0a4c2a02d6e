import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { apiClient } from '../../../shared/testing/api-client.ts';
import { pointAt, startTestTable, type TestTable } from '../../../shared/testing/dynamodb.ts';
import { partnersContract } from '../contract/index.ts';
import { partnersQueries } from '../queries.ts';

let db: TestTable;
let call: ReturnType<typeof apiClient>;

beforeAll(async () => {
  db = await startTestTable();
  pointAt(db, ['PARTNERS_TABLE']);
  call = apiClient((await import('./api.ts')).handler);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await db.stop();
});

const user = { id: 'usr_1', groups: ['admin'] };
const create = (name: unknown) => call('POST /v1/api-keys', { user, body: { name } });

test('A key is shown once, and only its hash is stored.', async () => {
  const created = await create('Price comparison');
  const listed = await call('GET /v1/api-keys', { user });
  const { Item } = await db.client.send(
    new GetCommand({ TableName: db.tableName, Key: { pk: 'api-keys', sk: created.body.id } }),
  );
  const [, secret] = created.body.key.split('.');

  expect(partnersContract.routes.createApiKey.responses[201].safeParse(created.body).error).toBeUndefined();
  expect(listed.body.items).toEqual([
    { id: created.body.id, name: 'Price comparison', createdAt: created.body.createdAt },
  ]);
  expect(secret).toMatch(/^[\w-]{43}$/);
  expect(JSON.stringify(Item)).not.toContain(secret);
});

test('A key is valid until it is deleted, and no other text is ever valid.', async () => {
  const { isPartnerKey } = partnersQueries(db.table);
  const [{ body: mine }, { body: other }] = [await create('Mine'), await create('Other')];
  const [, secretOfOther] = other.key.split('.');

  expect(await isPartnerKey(mine.key)).toBe(true);
  for (const wrong of ['', mine.id, `${mine.id}.${secretOfOther}`, `${mine.key}A`, `key_none.${'A'.repeat(43)}`]) {
    expect(await isPartnerKey(wrong)).toBe(false);
  }
  expect((await call('DELETE /v1/api-keys/{id}', { user, params: { id: mine.id } })).status).toBe(204);
  expect(await isPartnerKey(mine.key)).toBe(false);
  expect((await call('DELETE /v1/api-keys/{id}', { user, params: { id: mine.id } })).status).toBe(404);
  expect(await isPartnerKey(other.key)).toBe(true);
});

test.each([[''], [' '], ['x'.repeat(101)], ['a\u0000b'], [1], [undefined]])(
  'A key cannot be named %j.',
  async (name) => {
    expect((await create(name)).body).toMatchObject({ status: 400, errors: [{ pointer: '#/name' }] });
  },
);

test('Only an admin may manage keys.', async () => {
  const seller = { id: 'usr_2', groups: ['seller'] };

  for (const route of ['POST /v1/api-keys', 'GET /v1/api-keys', 'DELETE /v1/api-keys/{id}']) {
    expect((await call(route, { user: seller, params: { id: 'key_1' } })).status).toBe(403);
  }
});
