import { spawn } from 'node:child_process';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { isRunning, tryLock } from './lock.ts';
import { OperatorError } from './operator-error.ts';
import type { ReloadSources } from './reload/sources.ts';

/**
 * A CDK app that is synthesized when a cloud starts. Files for this machine only are in `.local/`
 * below its root.
 */
export interface CdkApp {
  /** The app's folder, in which it runs. */
  readonly root: string;
  /**
   * The app's file, relative to the root. Node runs it; `new App()` finds `CDK_OUTDIR` and
   * `CDK_CONTEXT_JSON` in the environment.
   */
  readonly main: string;
  /**
   * The files and folders, relative to the root, that the assembly comes from: while they stay as
   * they are, an assembly is used again.
   */
  readonly inputs: readonly string[];
  /** The CDK's context. */
  readonly context?: Readonly<Record<string, unknown>>;
  /**
   * A file, relative to the root, that Node runs before the synthesis, e.g. to bundle functions.
   */
  readonly build?: string;
  /** Reloads functions when these sources change. Default: functions keep the code of the start. */
  readonly watch?: ReloadSources;
}

/**
 * Builds the app and synthesizes it. All clouds of this root share the output of a build, so they
 * take turns: none copies a bundle while another writes it.
 */
export async function synthesize(app: CdkApp, outDir: string, signal: AbortSignal): Promise<void> {
  const release = await takeTurn(join(app.root, '.local', 'build.lock'), signal);
  try {
    await mkdir(outDir, { recursive: true });
    await declareCommonJs(outDir);
    if (app.build !== undefined) await runFile(app.build, 'The app could not be built', app, {}, signal);
    const { context = {} } = app;
    const variables = { CDK_OUTDIR: outDir, CDK_CONTEXT_JSON: JSON.stringify(context) };
    await runFile(app.main, 'The CDK app could not be synthesized', app, variables, signal);
  } finally {
    await release();
  }
}

/** A folder for this process, which does not exist yet. */
export const runDirOf = ({ root }: CdkApp): string =>
  join(root, '.local', `run-${process.pid}-${crypto.randomUUID().slice(0, 8)}`);

/** Removes the folders of killed clouds, which could not do so. */
export async function removeRunsOfTheDead({ root }: CdkApp): Promise<void> {
  const names = await readdir(join(root, '.local')).catch(() => []);
  const left = names.filter((name) => name.startsWith('run-') && !isRunning(Number(name.split('-')[1])));
  await Promise.all(left.map((name) => rm(join(root, '.local', name), { recursive: true, force: true })));
}

const turnPollMs = 50;

async function takeTurn(path: string, signal: AbortSignal): Promise<() => Promise<void>> {
  for (;;) {
    signal.throwIfAborted();
    const lock = await tryLock(path);
    if ('release' in lock) return lock.release;
    await delay(turnPollMs);
  }
}

/**
 * Runs a file of the app in its own process, so that the engines can start meanwhile and its memory
 * is freed. Rejects with its output when it fails; an abort ends the process.
 */
async function runFile(
  file: string,
  failure: string,
  { root }: CdkApp,
  variables: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<void> {
  const child = spawn(process.execPath, [file], {
    cwd: root,
    env: { ...process.env, ...variables },
    stdio: ['ignore', 'ignore', 'pipe'],
    signal,
    killSignal: 'SIGKILL',
  });
  const complaint = text(child.stderr);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', resolve);
  });
  if (code === 0) return;
  const cause = (await complaint).trim();
  const reason = reasonOf(cause, root);
  throw reason === undefined
    ? new OperatorError(failure, { cause, remedy: 'verbose' })
    : new OperatorError(`${failure}: ${reason}`, { cause });
}

/** Extracts the line that names the error and its place from Node's output. */
function reasonOf(said: string, root: string): string | undefined {
  const reason = said.split('\n').find((line) => /^(«|✘|\S*(Error|Exception)\b)/.test(line));
  if (reason === undefined) return undefined;
  const place = /^file:\/\/(\S+:\d+)$/m.exec(said)?.[1];
  return place === undefined ? reason : `${reason} (${relative(root, place)})`;
}

/**
 * A deployed zip has no package.json, so `.js` is CommonJS; inside a repository the nearest one may
 * differ.
 */
async function declareCommonJs(directory: string): Promise<void> {
  await writeFile(join(directory, '..', 'package.json'), '{"type":"commonjs"}\n');
}
