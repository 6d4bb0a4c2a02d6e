import { afterAll, expect, test, vi } from 'vitest';
import { temporaryFolder, writeBundle } from '../testing/assembly.ts';
import { createHosts } from './hosts.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());

test('A thread that works without a pause has no time for more, and has it again afterwards', async () => {
  const taskRoot = writeBundle(
    folder.path,
    'busy',
    `let ends = false;
     const turn = () => { if (!ends) setImmediate(turn); };
     exports.handler = async (event) => { ends = event.ends; turn(); };`,
  );
  const hosts = createHosts({ apis: new Map(), count: 1 });
  const answered = vi.fn();
  const settings = {
    ...{ functionName: 'f', functionArn: 'f', memoryMb: 128, handler: 'index.handler', jsonLogs: false },
    ...{ taskRoot, logGroupName: 'f', logStreamName: 'f', compileCacheDir: `${folder.path}/cache` },
  };
  const seat = await hosts.start(settings, {}, { onMessage: answered, onEnd: () => undefined });
  const invoke = (event: object) =>
    seat.post({ requestId: 'r', event: JSON.stringify(event), clockOffset: 0, traceId: 't', deadline: Date.now() });

  invoke({ ends: false });
  await vi.waitUntil(() => !hosts.haveTime());
  invoke({ ends: true });
  await vi.waitUntil(() => hosts.haveTime());

  await hosts.stop();
  expect(answered).toHaveBeenCalled();
});
