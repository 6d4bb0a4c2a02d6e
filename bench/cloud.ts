import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { ShopOutputs } from '../local/shop/outputs.ts';
import { npmCommand } from '../scripts/platform.mjs';

export interface BenchCloud {
  readonly outputs: ShopOutputs;
  /** From the command to the first 200 of the API. */
  readonly startUpSeconds: number;
  /** The resident set of the cloud and its engines in MB, if this machine reports it. */
  memoryMb(): Promise<number | undefined>;
  /** The CPU time of the same processes so far, if this machine reports it. */
  cpuSeconds(): Promise<number | undefined>;
  stop(): Promise<void>;
}

const START_LIMIT_MS = 60_000;

/**
 * All clients of the bench come from one network, whose limits are raised. Older commits that it
 * compares with know neither the limits nor the setting.
 */
async function oneNetwork(checkout: string): Promise<string[]> {
  const settings = await readFile(join(checkout, 'infra', 'settings.ts'), 'utf8').catch(() => '');
  return settings.includes('throttleFactor') ? ['-c', 'throttleFactor=100000'] : [];
}

/**
 * Runs `npm start` with these options in a checkout, as a user of the shop does. Default: this one,
 * with its sample products.
 */
export async function startBenchCloud(checkout = '.', options: readonly string[] = []): Promise<BenchCloud> {
  const port = await freePort();
  const startedAt = performance.now();
  const all = ['--port', String(port), ...(await oneNetwork(checkout)), ...options];
  const { command, args, shell } = npmCommand(['start', '--silent', '--', ...all]);
  const child = spawn(command, args, {
    ...{ cwd: checkout, shell },
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
    const outputs = JSON.parse(await readFile(join(checkout, '.local', 'outputs.json'), 'utf8')) as ShopOutputs;
    return {
      ...{ outputs, startUpSeconds },
      memoryMb: () => usedBy(outputs.pid, 'rss', (kilobytes) => Number(kilobytes) / 1024),
      cpuSeconds: () => usedBy(outputs.pid, 'time', secondsOf),
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

/**
 * The sum of a column of `ps` over the process and its descendants; undefined where there is no
 * `ps`.
 */
async function usedBy(root: number, column: string, read: (text: string) => number): Promise<number | undefined> {
  const listed = await promisify(execFile)('ps', ['-A', '-o', `pid=,ppid=,${column}=`]).catch(() => undefined);
  if (listed === undefined) return undefined;
  const processes = listed.stdout
    .trim()
    .split('\n')
    .map((line) => {
      const [pid, parent, value = '0'] = line.trim().split(/\s+/);
      return { pid: Number(pid), parent: Number(parent), value: read(value) };
    });
  const sumOf = (pid: number): number =>
    processes
      .filter((one) => one.pid === pid || one.parent === pid)
      .reduce((sum, one) => sum + (one.pid === pid ? one.value : sumOf(one.pid)), 0);
  return Math.round(sumOf(root));
}

const SECONDS = [1, 60, 3_600, 86_400];

/** Reads `[days-]hours:minutes:seconds` or `minutes:seconds`, as `ps` writes them. */
export const secondsOf = (time: string): number =>
  time
    .replace('-', ':')
    .split(':')
    .reverse()
    .reduce((sum, part, index) => sum + Number(part) * (SECONDS[index] ?? 0), 0);

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('There is no free port.');
  return address.port;
}
