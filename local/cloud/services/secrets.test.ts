import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { afterEach, expect, test } from 'vitest';
import { createFaultSwitch } from '../faults/switch.ts';
import { memoryJournal, openJournal } from '../journal.ts';
import { createEndpoint } from './endpoint.ts';
import { createSecrets } from './secrets.ts';
import { fakeCloud, run } from './testing.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function start(overrides: Record<string, string> = {}, dataDir?: string) {
  const endpoint = createEndpoint(createFaultSwitch());
  const { secrets, service } = createSecrets({ endpoint, overrides });
  const running = await run(
    [endpoint.service, service],
    fakeCloud({ journal: dataDir === undefined ? memoryJournal() : openJournal(dataDir) }),
  );
  const client = new SecretsManagerClient(running.client('SECRETS_MANAGER'));
  cleanups.push(
    () => running.stop(),
    () => client.destroy(),
  );
  const read = async (SecretId: string) => (await client.send(new GetSecretValueCommand({ SecretId }))).SecretString;
  return { ...running, secrets, read, url: running.url('SSM') };
}

test('A generated secret follows its rules and is read by name and by ARN', async () => {
  const { create, read } = await start();

  const { ref } = await create('AWS::SecretsManager::Secret', {
    Name: 'app/db',
    GenerateSecretString: {
      SecretStringTemplate: '{"user":"a"}',
      GenerateStringKey: 'password',
      ExcludePunctuation: true,
      PasswordLength: 40,
    },
  });

  expect(ref).toMatch(/^arn:aws:secretsmanager:eu-central-1:000000000000:secret:app\/db-[0-9a-f]{6}$/);
  const value = JSON.parse((await read(ref)) ?? '');
  expect(value).toEqual({ user: 'a', password: expect.stringMatching(/^[A-Za-z0-9]{40}$/) });
  expect(JSON.parse((await read('app/db')) ?? '')).toEqual(value);
});

test('A seeded value overrides the template', async () => {
  const { create, read } = await start({ 'app/stripe': 'sk_test_1' });

  await create('AWS::SecretsManager::Secret', { Name: 'app/stripe', SecretString: 'other' });

  expect(await read('app/stripe')).toBe('sk_test_1');
});

test('A missing secret is refused as AWS does', async () => {
  const { read } = await start();

  await expect(read('nothing')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
});

test('With a data directory a generated secret stays the same', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'local-cloud-test-'));
  cleanups.push(() => rm(dataDir, { recursive: true, force: true }));
  const make = async () => {
    const { create, read } = await start({}, dataDir);
    await create('AWS::SecretsManager::Secret', { Name: 's', GenerateSecretString: {} });
    return read('s');
  };

  expect(await make()).toBe(await make());
});

test('Parameters are read by name', async () => {
  const { create, url, secrets } = await start();
  await create('AWS::SSM::Parameter', { Name: '/app/url', Type: 'String', Value: 'http://x' });

  const response = await fetch(url, {
    method: 'POST',
    headers: { 'x-amz-target': 'AmazonSSM.GetParameters', 'content-type': 'application/x-amz-json-1.1' },
    body: JSON.stringify({ Names: ['/app/url', '/none'] }),
  });

  expect(await response.json()).toMatchObject({
    Parameters: [{ Name: '/app/url', Value: 'http://x' }],
    InvalidParameters: ['/none'],
  });
  expect(secrets.get('/app/url')).toBe('http://x');
});
