import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFaultSwitch } from '../faults/switch.ts';
import { type LocalServer, listen, readBody, sendJson } from './server.ts';

const faults = createFaultSwitch();
let server: LocalServer;
let done: string[];

beforeEach(async () => {
  done = [];
  server = await listen(
    (request, response) => {
      void readBody(request).then((body) => {
        done.push(body.toString());
        sendJson(response, 200, { ok: true });
      });
    },
    { faults, callOf: () => ({ service: 'events', operation: 'PutEvents' }) },
  );
});

afterEach(async () => {
  faults.clear();
  await server.stop();
});

const call = (body: string, userAgent = 'aws-sdk-js/3 app/my-app-things-publisher') =>
  fetch(server.url, { method: 'POST', body, headers: { 'user-agent': userAgent } });

describe('a call to an AWS service', () => {
  it('is refused before anything is done, with the requested error', async () => {
    faults.add({ service: 'events', when: 'before', error: 'InternalException' });

    const answer = await call('one');

    expect(await answer.json()).toMatchObject({ __type: 'InternalException' });
    expect(done).toEqual([]);
  });

  it('is throttled with the service’s own error', async () => {
    faults.add({ service: 'events', when: 'throttle' });

    const answer = await call('one');

    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ __type: 'ThrottlingException' });
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

    await expect(call('one')).rejects.toThrow();

    expect(done).toEqual(['one']);
  });

  it('arrives twice, for any number of duplicates', async () => {
    faults.add({ service: 'events', when: 'duplicate', rate: 1 });

    const answer = await call('one');

    expect(await answer.json()).toEqual({ ok: true });
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
