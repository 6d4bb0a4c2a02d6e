import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { memoryJournal } from '../cloud/journal.ts';
import { temporaryFolder } from '../cloud/testing/assembly.ts';
import { seededStateOf } from './seeded-state.ts';

const folder = temporaryFolder();
afterEach(() => folder.remove());

/** The journal of a shop that has sold `sku`, or of one that begins with `from`. */
function journalOf(skus: string[], from?: string) {
  const journal = memoryJournal(from);
  journal.keep<string>('sold', { restore: (sku) => skus.push(sku), snapshot: () => skus });
  return journal;
}

test('the state of a filled shop is there for the next start, until a source or the region changes', async () => {
  const app = { root: folder.path, main: 'app.ts', inputs: ['app.ts'] };
  writeFileSync(join(folder.path, 'app.ts'), '1');
  const first = await seededStateOf(app);
  await first.save(journalOf(['spoon-olive']));

  const second = await seededStateOf(app);
  const skus: string[] = [];
  journalOf(skus, second.file);
  writeFileSync(join(folder.path, 'app.ts'), '2');
  const changed = await seededStateOf(app);
  writeFileSync(join(folder.path, 'app.ts'), '1');
  const elsewhere = await seededStateOf(app, 'us-east-1');

  expect(first.file).toBeUndefined();
  expect(skus).toEqual(['spoon-olive']);
  expect(changed.file).toBeUndefined();
  expect(elsewhere.file).toBeUndefined();
});
