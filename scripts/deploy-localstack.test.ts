import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, it, onTestFinished } from 'vitest';
import { cdkEnvironment } from './deploy-localstack.ts';

/** Runs `npm run deploy:localstack`'s process. */
async function run(environment: Record<string, string>, ...options: string[]) {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'deploy-localstack.ts'), ...options], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const said = text(child.stderr);
  const [code] = await once(child, 'exit');
  return { code, said: await said };
}

/** Starts a server that answers 404 to everything. */
async function anotherServer() {
  const server = createServer((_request, response) => void response.writeHead(404).end());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

describe('npm run deploy:localstack', () => {
  it('fails with one line when no emulator answers, before it builds anything', async () => {
    const { server, url } = await anotherServer();
    server.close();
    await once(server, 'close');

    const { code, said } = await run({ AWS_ENDPOINT_URL: url });

    expect(code).toBe(1);
    expect(said).toMatch(new RegExp(`^No LocalStack-compatible emulator answers at ${url}: .*AWS_ENDPOINT_URL.*\n$`));
  });

  it('refuses a server that is not an emulator', async () => {
    const { url } = await anotherServer();

    expect(await run({ AWS_ENDPOINT_URL: url })).toMatchObject({ code: 1, said: expect.stringContaining(url) });
  });

  it.each([['--colour'], ['--stripe', 'here'], ['--stripe', '0'], ['--stripe', '65536']])(
    'answers a wrong option with the usage and exit code 2: %s %s',
    async (...options) => {
      const { code, said } = await run({}, ...options);

      expect(code).toBe(2);
      expect(said).toContain(options[0]);
      expect(said).toContain('Usage: npm run deploy:localstack');
    },
  );
});

describe('the environment of the CDK CLI', () => {
  const endpoint = 'http://localhost:4566';
  const personal = {
    PATH: '/usr/bin',
    AWS_PROFILE: 'production',
    AWS_SESSION_TOKEN: 'secret',
    AWS_ROLE_ARN: 'arn:aws:iam::123456789012:role/admin',
    AWS_ENDPOINT_URL_CLOUDFORMATION: 'https://cloudformation.eu-central-1.amazonaws.com',
    CDK_DEFAULT_ACCOUNT: '123456789012',
  };

  it('has the endpoint and credentials that open nothing else, and no setting of a real account', () => {
    const environment = cdkEnvironment({ ...personal, AWS_ACCESS_KEY_ID: 'AKIAREAL' }, endpoint, 'eu-central-1');

    expect(environment).toMatchObject({
      PATH: '/usr/bin',
      AWS_ENDPOINT_URL: endpoint,
      AWS_REGION: 'eu-central-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
    });
    for (const name of Object.keys(personal).filter((name) => name !== 'PATH')) {
      expect(environment).not.toHaveProperty(name);
    }
  });

  it.each([
    [endpoint, undefined, 'http://127.0.0.1:4566'],
    ['http://emulator:4566', undefined, 'http://emulator:4566'],
    [endpoint, 'http://s3.localhost.localstack.cloud:4566', 'http://s3.localhost.localstack.cloud:4566'],
  ])('has its buckets below a path at %s, unless told where they are: %s', (at, told, expected) => {
    expect(cdkEnvironment({ AWS_ENDPOINT_URL_S3: told }, at, 'us-east-1').AWS_ENDPOINT_URL_S3).toBe(expected);
  });
});
