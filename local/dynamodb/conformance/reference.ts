import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';

/** Another engine in the form of DynamoDB, as a process of its own. */
export interface Reference {
  readonly endpoint: string;
  stop(): Promise<void>;
}

const BINARY = join(import.meta.dirname, '../../../node_modules/@dynoxide/linux-x64/dynoxide');

export const hasDynoxide = existsSync(BINARY);

export const startDynoxide = (): Promise<Reference> =>
  startProcess(BINARY, (port) => ['serve', '--host', '127.0.0.1', '--port', String(port)]);

/** Starts a program with a free port, and waits until it listens there. */
export async function startProcess(
  file: string,
  parametersFor: (port: number) => readonly string[],
  cwd = process.cwd(),
): Promise<Reference> {
  const port = await freePort();
  const child = spawn(file, parametersFor(port), { cwd, stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = once(child, 'exit');
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors = `${errors}${text}`.slice(-2_000);
  });
  const failed = Promise.race([ended, once(child, 'error')]).then(([reason]) => {
    throw new Error(`${file} ended before it listened (${String(reason)}): ${errors}`);
  });
  failed.catch(() => undefined);
  await Promise.race([listening(port, () => child.exitCode === null && child.signalCode === null), failed]);
  return {
    endpoint: `http://127.0.0.1:${port}`,
    async stop() {
      child.kill();
      await ended;
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

/** Resolves once the port accepts a connection. */
async function listening(port: number, isAlive: () => boolean): Promise<void> {
  while (isAlive()) {
    const socket = connect(port, '127.0.0.1');
    const isOpen = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    });
    socket.destroy();
    if (isOpen) return;
    // Each attempt takes a turn of the event loop, in which the process's end is seen.
    await new Promise((resolve) => setImmediate(resolve));
  }
}
