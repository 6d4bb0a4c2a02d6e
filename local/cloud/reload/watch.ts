import { createFolderWatchers } from './folder-watchers.ts';
import { changesBetween, type Snapshot, takeSnapshot } from './snapshot.ts';
import type { ReloadSources } from './sources.ts';

/** Editors write a file in several steps, and several files at once. */
const SETTLE_MS = 50;
/** So long may changes go on before the first of them are reported. */
const LONGEST_MS = 1_000;

export interface WatchOptions extends Pick<ReloadSources, 'folders' | 'isSource'> {
  readonly root: string;
  /** Runs once, when every later change will be reported. */
  readonly first: () => Promise<void>;
  /** Called with the paths, relative to the root, of changed sources; one call after the other. */
  readonly onChange: (paths: readonly string[]) => Promise<void>;
  readonly log: (line: string) => void;
}

/**
 * Reports changed sources, however they are saved. Events of the system only say when to look: the
 * files themselves say which of them have changed. Returns the function that stops it.
 */
export function watchSources({ root, folders, isSource, first, onChange, log }: WatchOptions): () => void {
  let known: Snapshot = new Map();
  let working: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  let noticedAt: number | undefined;
  let isQueued = false;
  let isStopped = false;

  const look = async (): Promise<readonly string[]> => {
    const onFolder = watchers.attend;
    const now = await takeSnapshot({ root, folders, isSource, onFolder });
    watchers.forgetOthers();
    const paths = changesBetween(known, now);
    known = now;
    return paths;
  };
  const report = async (): Promise<void> => {
    isQueued = false;
    const paths = await look();
    if (paths.length > 0 && !isStopped) await onChange(paths);
  };
  /** A failure is of this work only: the next change is reported. */
  const enqueue = (work: () => Promise<void>): void => {
    working = working
      .then(() => (isStopped ? undefined : work()))
      .catch((error: unknown) => log(`not reloaded: ${(error as Error).message}`));
  };
  const settle = (): void => {
    noticedAt = undefined;
    // A report that has not begun will see this change as well.
    if (!isQueued) enqueue(report);
    isQueued = true;
  };
  const notice = (): void => {
    if (isStopped) return;
    const now = performance.now();
    noticedAt ??= now;
    clearTimeout(timer);
    timer = setTimeout(settle, Math.min(SETTLE_MS, Math.max(0, noticedAt + LONGEST_MS - now)));
  };

  const watchers = createFolderWatchers(root, folders, notice);
  enqueue(async () => {
    await look();
    if (!isStopped) await first();
  });
  return () => {
    isStopped = true;
    clearTimeout(timer);
    watchers.close();
  };
}
