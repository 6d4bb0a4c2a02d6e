import { spawn } from 'node:child_process';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { OperatorError } from './operator-error.ts';

const root = join(import.meta.dirname, '..');

/** Origins of web apps in development. */
const localOrigins = ['3000', '5173'].flatMap((port) => [`http://localhost:${port}`, `http://127.0.0.1:${port}`]);

export interface SynthesisOptions {
  /** Where the assembly goes. */
  readonly outDir: string;
  readonly paymentTimeoutSeconds: number | undefined;
}

/**
 * Bundles the functions and synthesizes the app. The bundles' folder is shared by every cloud of this checkout, so they take turns: none
 * copies a bundle that another is writing.
 */
export async function buildAssembly(options: SynthesisOptions, signal: AbortSignal): Promise<void> {
  const release = await takeTurn(join(root, '.local', 'build.lock'), signal);
  try {
    const { build } = (await import('../scripts/build.ts')) as { build(): Promise<void> };
    await build();
    await synthesize(options, signal);
  } finally {
    await release();
  }
}

const turnPollMs = 50;

/** A lock that only one process holds; one whose process has ended is void. Answers what gives it back. */
async function takeTurn(path: string, signal: AbortSignal): Promise<() => Promise<void>> {
  await mkdir(join(path, '..'), { recursive: true });
  const mark = `${process.pid} ${crypto.randomUUID()}`;
  for (;;) {
    signal.throwIfAborted();
    try {
      await writeFile(path, mark, { flag: 'wx' });
      return () => rm(path, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const owner = Number((await readFile(path, 'utf8').catch(() => '')).split(' ')[0]);
    if (owner > 0 && !isRunning(owner)) await rm(path, { force: true });
    await delay(turnPollMs);
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/**
 * Runs the CDK app in a process of its own, so that the engines can start meanwhile and the CDK's memory is given back. Rejects with what
 * the app said when it fails; an abort ends the process.
 */
async function synthesize(options: SynthesisOptions, signal: AbortSignal): Promise<void> {
  await mkdir(options.outDir, { recursive: true });
  await declareCommonJs(options.outDir);
  const context = {
    stage: 'local',
    corsOrigins: localOrigins,
    ...(options.paymentTimeoutSeconds === undefined ? {} : { paymentTimeoutSeconds: options.paymentTimeoutSeconds }),
  };
  const child = spawn(process.execPath, ['infra/app.ts'], {
    cwd: root,
    env: { ...process.env, CDK_OUTDIR: options.outDir, CDK_CONTEXT_JSON: JSON.stringify(context) },
    stdio: ['ignore', 'ignore', 'pipe'],
    signal,
    killSignal: 'SIGKILL',
  });
  const complaint = text(child.stderr);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', resolve);
  });
  if (code !== 0) {
    const said = (await complaint).trim();
    const reason = said.split('\n').find((line) => /^(«|\S*(Error|Exception)\b)/.test(line));
    throw new OperatorError(`The CDK app could not be synthesized: ${reason ?? 'see --verbose'}`, { cause: said });
  }
}

/** In a deployed zip there is no package.json, so `.js` is CommonJS; inside this repository the nearest one would say otherwise. */
async function declareCommonJs(directory: string): Promise<void> {
  await writeFile(join(directory, '..', 'package.json'), '{"type":"commonjs"}\n');
}
