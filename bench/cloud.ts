import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { ShopOutputs } from '../local/shop/outputs.ts';

export interface BenchCloud {
  readonly outputs: ShopOutputs;
  /** From the command to the first 200 of the API. */
  readonly startUpSeconds: number;
  /** The resident set of the cloud and its engines in MB, if this machine reports it. */
  memoryMb(): Promise<number | undefined>;
  stop(): Promise<void>;
}

const START_LIMIT_MS = 60_000;

/** Runs `npm start`, as a user of the shop does. */
export async function startBenchCloud(): Promise<BenchCloud> {
  const port = await freePort();
  const startedAt = performance.now();
  const child = spawn('npm', ['start', '--silent', '--', '--port', String(port)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk;
  });
  const until = async (isDone: () => Promise<boolean> | boolean): Promise<void> => {
    while (!(await isDone())) {
      if (child.exitCode !== null) throw new Error(`npm start ended:\n${said}`);
      if (performance.now() - startedAt > START_LIMIT_MS) throw new Error(`npm start takes too long:\n${said}`);
      await delay(20);
    }
  };
  try {
    await until(() =>
      fetch(`http://127.0.0.1:${port}/v1/products?limit=1`).then(
        ({ ok }) => ok,
        () => false,
      ),
    );
    const startUpSeconds = Math.round((performance.now() - startedAt) / 100) / 10;
    await until(() => said.includes('Souk is ready'));
    const outputs = JSON.parse(await readFile('.local/outputs.json', 'utf8')) as ShopOutputs;
    return {
      ...{ outputs, startUpSeconds },
      memoryMb: () => residentMb(outputs.pid),
      async stop() {
        process.kill(outputs.pid, 'SIGTERM');
        await ended;
      },
    };
  } catch (error) {
    child.kill();
    throw error;
  }
}

/** The sum over the process and its descendants; undefined where there is no `ps`. */
async function residentMb(root: number): Promise<number | undefined> {
  const listed = await promisify(execFile)('ps', ['-A', '-o', 'pid=,ppid=,rss=']).catch(() => undefined);
  if (listed === undefined) return undefined;
  const processes = listed.stdout
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number));
  const kilobytesOf = (pid: number): number =>
    processes
      .filter(([own, parent]) => own === pid || parent === pid)
      .reduce((sum, [own, , rss = 0]) => sum + (own === undefined || own === pid ? rss : kilobytesOf(own)), 0);
  return Math.round(kilobytesOf(root) / 1024);
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('There is no free port.');
  return address.port;
}
