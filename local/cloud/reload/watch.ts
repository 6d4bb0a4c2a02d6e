import { watch } from 'node:fs';
import { join, sep } from 'node:path';
import type { ReloadSources } from './sources.ts';

/** Editors write a file in several steps, and several files at once. */
const settleMs = 50;

/**
 * Reports changed sources by their paths relative to `root`, one call after the other and after
 * `first`. Returns the function that stops it.
 */
export function watchSources(
  root: string,
  { folders, isSource }: Pick<ReloadSources, 'folders' | 'isSource'>,
  first: Promise<void>,
  onChange: (paths: readonly string[]) => Promise<void>,
): () => void {
  const changed = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  let telling = first;
  const tell = (): void => {
    const paths = [...changed].sort();
    changed.clear();
    telling = telling.then(() => onChange(paths));
  };
  const note = (path: string): void => {
    if (!isSource(path)) return;
    changed.add(path);
    clearTimeout(timer);
    timer = setTimeout(tell, settleMs);
  };
  const watchers = folders.map((folder) =>
    watch(join(root, folder), { recursive: true }, (_, file) => {
      if (file !== null) note(join(folder, file).replaceAll(sep, '/'));
    }),
  );
  return () => {
    clearTimeout(timer);
    for (const watcher of watchers) watcher.close();
  };
}
