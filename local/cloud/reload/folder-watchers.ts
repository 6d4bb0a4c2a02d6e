import { type FSWatcher, watch } from 'node:fs';
import { join } from 'node:path';

/** macOS and Windows watch whole trees. Node's own way on Linux loses files that are replaced. */
const WATCHES_TREES = process.platform !== 'linux';
/** How often files are compared once a folder cannot be watched, as for lack of handles. */
const POLL_MS = 1_000;

/** Notices that something in some folders may have changed, and not what. */
export interface FolderWatchers {
  /** Watches a folder that is there now. The identity is another for a replaced folder. */
  attend(path: string, identity: string): void;
  /** Stops watching every folder that was not attended since the last call. */
  forgetOthers(): void;
  close(): void;
}

export function createFolderWatchers(root: string, folders: readonly string[], onNotice: () => void): FolderWatchers {
  const watchers = new Map<string, { readonly identity: string; readonly watcher: FSWatcher | undefined }>();
  const attended = new Set<string>();
  let polling: NodeJS.Timeout | undefined;
  let isClosed = false;

  const poll = (): void => {
    polling ??= setInterval(onNotice, POLL_MS);
  };
  const open = (path: string, onEvent: (name: string | null) => void): FSWatcher | undefined => {
    try {
      const watcher = watch(join(root, path), { recursive: WATCHES_TREES && path !== '' }, (_, name) => onEvent(name));
      watcher.on('error', () => {
        watcher.close();
        poll();
        onNotice();
      });
      return watcher;
    } catch {
      poll();
      return undefined;
    }
  };

  const names = new Set(folders.map((folder) => folder.split('/')[0]));
  // A folder may be removed and come back.
  const ofRoot = open('', (name) => {
    if (name === null || names.has(name)) onNotice();
  });
  return {
    attend(path, identity) {
      if (isClosed || (WATCHES_TREES && !folders.includes(path))) return;
      attended.add(path);
      const former = watchers.get(path);
      if (former?.identity === identity) return;
      watchers.set(path, { identity, watcher: open(path, onNotice) });
      former?.watcher?.close();
    },
    forgetOthers() {
      for (const [path, { watcher }] of watchers) {
        if (attended.has(path)) continue;
        watcher?.close();
        watchers.delete(path);
      }
      attended.clear();
    },
    close() {
      isClosed = true;
      clearInterval(polling);
      ofRoot?.close();
      for (const { watcher } of watchers.values()) watcher?.close();
    },
  };
}
