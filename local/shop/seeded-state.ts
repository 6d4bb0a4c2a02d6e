import { mkdir, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fingerprintOf, noteUse, pruneUnused } from '../cloud/assembly-cache.ts';
import type { Journal } from '../cloud/journal.ts';
import type { CdkApp } from '../cloud/synthesize.ts';

/** A shop that has changed nothing for so long has handled all events of the seed. */
const QUIET_MS = 250;
const QUIET_LIMIT_MS = 10_000;

/** The state of a filled shop, with which later starts of the same sources begin. */
export interface SeededState {
  /** The file of the state; undefined before the first save. */
  readonly file: string | undefined;
  /** Saves the state once the shop is quiet. One that does not become quiet is not saved. */
  save(journal: Journal): Promise<void>;
}

/**
 * The state of the app's sources, of those of this folder's cloud, and of the demo catalogue, in a
 * region: stored names hold it.
 */
export async function seededStateOf(app: CdkApp, region = ''): Promise<SeededState> {
  const folder = join(app.root, '.local', 'seeds');
  const file = join(
    folder,
    `${await fingerprintOf({ ...app, inputs: [...app.inputs, 'local'], context: { ...app.context, region } })}.jsonl`,
  );
  return {
    file: (await noteUse(file)) ? file : undefined,
    async save(journal) {
      if (!(await isQuiet(journal))) return;
      await mkdir(dirname(file), { recursive: true });
      const own = `${file}.${process.pid}`;
      journal.save(own);
      await rename(own, file);
      await pruneUnused(folder);
    },
  };
}

async function isQuiet(journal: Journal): Promise<boolean> {
  for (let waited = 0; waited < QUIET_LIMIT_MS; waited += QUIET_MS) {
    const { entries } = journal;
    await delay(QUIET_MS);
    if (journal.entries === entries) return true;
  }
  return false;
}
