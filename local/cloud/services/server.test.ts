import { request as httpRequest } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFaultSwitch } from '../faults/switch.ts';
import { createHosts } from '../lambda/hosts.ts';
import { temporaryFolder, writeBundle } from '../testing/assembly.ts';
import { type ApiHandler, jsonReply, textOf, withFaults } from './api.ts';
import { createApis, type LocalServer } from './server.ts';

const faults = createFaultSwitch();
let server: LocalServer;
let done: string[];
const apis = createApis();

const handler: ApiHandler = (request) => {
  done.push(textOf(request));
  return jsonReply(200, { ok: true });
};

beforeEach(async () => {
  done = [];
  const callOf = () => ({ service: 'events', operation: 'PutEvents' });
  server = await apis.serve(withFaults(handler, { faults, callOf }));
});

afterEach(async () => {
  faults.clear();
  await server.stop();
});

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

type Send = (body: string, userAgent?: string) => Promise<Answer>;

const OWN = 'aws-sdk-js/3 app/my-app-things-publisher';

/** As an outside client sends. */
const overHttp: Send = (body, userAgent = OWN) =>
  new Promise((resolve, reject) => {
    const sent = httpRequest(server.url, { method: 'POST', headers: { 'user-agent': userAgent } }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: JSON.parse(text) }));
    });
    sent.on('error', reject);
    sent.end(body);
  });

/** As a function sends. */
const CALLER = `const { request } = require('node:http');
exports.handler = ({ url, body, userAgent }) => new Promise((resolve, reject) => {
  const sent = request(url, { method: 'POST', headers: { 'User-Agent': userAgent } }, (response) => {
    let text = '';
    response.setEncoding('utf8');
    response.on('data', (chunk) => { text += chunk; });
    response.on('end', () => resolve({ status: response.statusCode, body: JSON.parse(text) }));
  });
  sent.on('error', reject);
  sent.end(body);
});`;

/** Sends from an environment in a thread of its own, until `stop`. */
async function fromFunction(): Promise<{ readonly send: Send; stop(): Promise<void> }> {
  const folder = temporaryFolder();
  const hosts = createHosts({ apis: apis.handlers, count: 1 });
  const waiting = new Map<string, PromiseWithResolvers<Answer>>();
  const settings = {
    ...{ taskRoot: writeBundle(folder.path, 'caller', CALLER), handler: 'index.handler' },
    ...{ compileCacheDir: folder.path, functionName: 'caller', functionArn: 'arn', memoryMb: 128 },
    ...{ logGroupName: 'group', logStreamName: 'stream', jsonLogs: false },
  };
  const seat = await hosts.start(
    settings,
    {},
    {
      onMessage(message) {
        if (message.kind === 'answer') waiting.get(message.requestId)?.resolve(JSON.parse(message.result));
        if (message.kind === 'error') waiting.get(message.requestId)?.reject(new Error(message.error.errorMessage));
      },
      onEnd: () => undefined,
    },
  );
  return {
    send(body, userAgent = OWN) {
      const requestId = `request-${waiting.size}`;
      const answer = Promise.withResolvers<Answer>();
      waiting.set(requestId, answer);
      const event = JSON.stringify({ url: server.url, body, userAgent });
      seat.post({ requestId, event, deadline: Date.now() + 60_000, clockOffset: 0, traceId: '' });
      return answer.promise;
    },
    async stop() {
      await hosts.stop();
      folder.remove();
    },
  };
}

describe.each(['over HTTP', 'from a function'])('a call to an AWS service %s', (transport) => {
  let call: Send;
  let stop: () => Promise<void> = async () => undefined;

  beforeEach(async () => {
    if (transport === 'over HTTP') call = overHttp;
    else ({ send: call, stop } = await fromFunction());
  });
  afterEach(() => stop());

  it('gets its answer', async () => {
    expect(await call('one')).toEqual({ status: 200, body: { ok: true } });
    expect(done).toEqual(['one']);
  });

  it('is refused before anything is done, with the requested error', async () => {
    faults.add({ service: 'events', when: 'before', error: 'InternalException' });

    const answer = await call('one');

    expect(answer.body).toMatchObject({ __type: 'InternalException' });
    expect(done).toEqual([]);
  });

  it('is throttled with the service’s own error', async () => {
    faults.add({ service: 'events', when: 'throttle' });

    const answer = await call('one');

    expect(answer).toMatchObject({ status: 400, body: { __type: 'ThrottlingException' } });
    expect(done).toEqual([]);
  });

  it('fails after its effect', async () => {
    faults.add({ service: 'events', when: 'after' });

    const answer = await call('one');

    expect(answer.status).toBe(500);
    expect(done).toEqual(['one']);
  });

  it('loses its reply', async () => {
    faults.add({ service: 'events', when: 'drop-reply' });

    await expect(call('one')).rejects.toThrow('socket hang up');

    expect(done).toEqual(['one']);
  });

  it('arrives twice, for any number of duplicates', async () => {
    faults.add({ service: 'events', when: 'duplicate', rate: 1 });

    const answer = await call('one');

    expect(answer.body).toEqual({ ok: true });
    await expect.poll(() => done).toEqual(['one', 'one']);
    expect(faults.list()).toMatchObject([{ hits: 1 }]);
  });

  it('is hit only when the named function makes it', async () => {
    faults.add({ service: 'events', function: 'my-app-things-publisher', when: 'throttle', times: 9 });

    const [own, other, none] = await Promise.all([
      call('own'),
      call('other', 'aws-sdk-js/3 app/my-app-things-publisher-2'),
      call('none', 'curl'),
    ]);

    expect([own.status, other.status, none.status]).toEqual([400, 200, 200]);
  });
});
