import { spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { tryLock } from '../cloud/lock.ts';
import { OperatorError } from '../cloud/operator-error.ts';

const root = join(import.meta.dirname, '../..');

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
    const { build } = (await import('../../scripts/build.ts')) as { build(): Promise<void> };
    await build();
    await synthesize(options, signal);
  } finally {
    await release();
  }
}

const turnPollMs = 50;

/** A build takes seconds; a lock this old is one that was left behind. */
const staleMs = 120_000;

async function takeTurn(path: string, signal: AbortSignal): Promise<() => Promise<void>> {
  for (;;) {
    signal.throwIfAborted();
    const lock = await tryLock(path, staleMs);
    if ('release' in lock) return lock.release;
    await delay(turnPollMs);
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
    // A storefront in development may be on any port; nothing here is worth protecting from another page.
    corsOrigins: ['*'],
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
    throw new OperatorError(`The CDK app could not be synthesized: ${reasonOf(said)}`, { cause: said });
  }
}

/** The line that names the error, and where it was thrown, out of all that Node writes about it. */
function reasonOf(said: string): string {
  const reason = said.split('\n').find((line) => /^(«|\S*(Error|Exception)\b)/.test(line));
  if (reason === undefined) return 'see --verbose';
  const place = /^file:\/\/(\S+:\d+)$/m.exec(said)?.[1];
  return place === undefined ? reason : `${reason} (${relative(root, place)})`;
}

/** In a deployed zip there is no package.json, so `.js` is CommonJS; inside this repository the nearest one would say otherwise. */
async function declareCommonJs(directory: string): Promise<void> {
  await writeFile(join(directory, '..', 'package.json'), '{"type":"commonjs"}\n');
}
