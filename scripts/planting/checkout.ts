import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';

const ROOT = join(import.meta.dirname, '..', '..');

/** Made by tools, or too large to copy. */
const LEFT_OUT = ['node_modules', '.git', '.local', 'dist', 'cdk.out', 'coverage'];

/** One change of a file by hand: `before` stands once in it; without `before` the file is new. */
export interface Edit {
  readonly path: string;
  readonly before?: string;
  readonly after: string;
}

export interface Run {
  readonly code: number | null;
  readonly output: string;
}

/** A copy of the checkout in a temporary directory, with the same installed packages. */
export interface Checkout {
  readonly directory: string;
  read(path: string): string;
  has(path: string): boolean;
  /** Copies a folder of the copy into another. */
  addFolder(folder: string, into: string): void;
  /** @returns the function that takes the edits back. */
  apply(edits: readonly Edit[]): () => void;
  /** Runs `node` there. */
  node(...args: readonly string[]): Promise<Run>;
  remove(): void;
}

export function copyCheckout(): Checkout {
  const directory = mkdtempSync(join(tmpdir(), 'souk-planted-'));
  const leftOut = LEFT_OUT.map((name) => join(ROOT, name));
  cpSync(ROOT, directory, { recursive: true, filter: (source) => !leftOut.includes(source) });
  symlinkSync(join(ROOT, 'node_modules'), join(directory, 'node_modules'), 'junction');
  const at = (path: string) => join(directory, path);
  return {
    directory,
    read: (path) => readFileSync(at(path), 'utf8'),
    has: (path) => existsSync(at(path)),
    addFolder: (folder, into) => cpSync(at(folder), at(into), { recursive: true }),
    apply: (edits) => {
      const undos = edits.map((edit) => applied(at(edit.path), edit));
      return () => {
        for (const undo of undos.reverse()) undo();
      };
    },
    node: (...args) => finished(spawn(process.execPath, args, { cwd: directory, env: { ...process.env, CI: '1' } })),
    remove: () => rmSync(directory, { recursive: true }),
  };
}

/** @throws Error when the file does not have `before` exactly once. */
function applied(path: string, { before, after }: Edit): () => void {
  if (before === undefined) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, after, { flag: 'wx' });
    return () => rmSync(path);
  }
  const present = readFileSync(path, 'utf8');
  if (present.split(before).length !== 2) throw new Error(`${path} does not have this once: ${before}`);
  writeFileSync(
    path,
    present.replace(before, () => after),
  );
  return () => writeFileSync(path, present);
}

async function finished(child: ChildProcess): Promise<Run> {
  const { stdout, stderr } = child;
  if (!stdout || !stderr) throw new Error('The process has no output.');
  const [out, error, [code]] = await Promise.all([text(stdout), text(stderr), once(child, 'exit')]);
  return { code, output: `${out}${error}` };
}
