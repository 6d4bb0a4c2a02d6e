import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../cloud/testing/assembly.ts';

/** Starts the process of `npm start` in the given folder. */
function run(
  cwd: string,
  ...options: string[]
): { child: ChildProcess; errors: Promise<string>; ended: Promise<unknown[]> } {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'main.ts'), ...options], {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (child.stderr === null) throw new Error('no stderr');
  return { child, errors: text(child.stderr), ended: once(child, 'exit') };
}

describe('npm start', () => {
  const folder = temporaryFolder();
  afterEach(() => folder.remove());

  it('reports a wrong option with the usage and exit code 2', async () => {
    const { errors, ended } = run(folder.path, '--colour');

    expect(await ended).toEqual([2, null]);
    expect(await errors).toMatch(/^There is no option --colour\.\n\nUsage: npm start/);
  });

  it('reports a taken port in one line and exits with 1', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;

    const { errors, ended } = run(import.meta.dirname, '--port', String(port));

    expect(await ended).toEqual([1, null]);
    expect(await errors).toBe(`Souk stopped: Port ${port} is taken: choose another with --port.\n`);
    other.close();
  });
});
