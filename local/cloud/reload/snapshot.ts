import type { Stats } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** The files of some folders: a version that every way of saving changes, by path. */
export type Snapshot = ReadonlyMap<string, string>;

export interface SnapshotOptions {
  readonly root: string;
  /** Relative to the root, as are all paths here. They are separated by slashes. */
  readonly folders: readonly string[];
  isSource(path: string): boolean;
  /** Called with each folder, before it is read. The identity is another for a replaced folder. */
  readonly onFolder: (path: string, identity: string) => void;
}

/** Reads the folders as they are now. Files that disappear meanwhile are left out. */
export async function takeSnapshot({ root, folders, isSource, onFolder }: SnapshotOptions): Promise<Snapshot> {
  const files = new Map<string, string>();
  const visit = async (folder: string): Promise<void> => {
    const own = await unlessGone(stat(join(root, folder)));
    if (!own?.isDirectory()) return;
    onFolder(folder, identityOf(own));
    const entries = (await unlessGone(readdir(join(root, folder), { withFileTypes: true }))) ?? [];
    await Promise.all(
      entries.map(async (entry) => {
        const path = `${folder}/${entry.name}`;
        if (entry.isDirectory()) {
          if (entry.name !== 'node_modules') await visit(path);
        } else if (isSource(path)) {
          const found = await unlessGone(stat(join(root, path)));
          if (found?.isFile()) files.set(path, versionOf(found));
        }
      }),
    );
  };
  await Promise.all(folders.map(visit));
  return files;
}

/** The paths of all files that were added, changed or removed in between. */
export function changesBetween(before: Snapshot, after: Snapshot): readonly string[] {
  const paths = new Set([...before.keys(), ...after.keys()]);
  return [...paths].filter((path) => before.get(path) !== after.get(path)).sort();
}

const identityOf = ({ dev, ino }: Stats): string => `${dev}:${ino}`;

/** A tool may restore the time of the last write, and a rename keeps it. */
const versionOf = (file: Stats): string => `${identityOf(file)} ${file.size} ${file.mtimeMs} ${file.ctimeMs}`;

async function unlessGone<Result>(read: Promise<Result>): Promise<Result | undefined> {
  try {
    return await read;
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    // Windows refuses access to what is about to be removed.
    if (['ENOENT', 'ENOTDIR', 'EPERM', 'EACCES', 'EBUSY'].includes(code)) return undefined;
    throw error;
  }
}
