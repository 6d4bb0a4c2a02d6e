import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { temporaryFolder } from '../cloud/testing/assembly.ts';
import type { ShopOutputs } from './outputs.ts';
import { writeOutputs } from './outputs-file.ts';

function folderOfTest(): string {
  const folder = temporaryFolder();
  onTestFinished(() => folder.remove());
  return folder.path;
}

/** No process has this id: Linux counts to 4,194,304 at most. */
const endedPid = 99_999_999;

describe('the outputs of two clouds of one checkout', () => {
  const outputsOf = (apiUrl: string, pid: number) => ({ apiUrl, pid }) as ShopOutputs;
  const read = async (path: string) => JSON.parse(await readFile(path, 'utf8'));

  it('are those of the last one started; when it stops, those of the one that still runs', async () => {
    const path = join(folderOfTest(), 'outputs.json');

    await writeOutputs(path, outputsOf('one', process.ppid));
    const remove = await writeOutputs(path, outputsOf('two', process.pid));
    expect(await read(path)).toMatchObject({ apiUrl: 'two' });
    await remove();

    expect(await read(path)).toMatchObject({ apiUrl: 'one' });
  });

  it('are those of the first when the third stops after the second', async () => {
    const path = join(folderOfTest(), 'outputs.json');

    await writeOutputs(path, outputsOf('one', process.ppid));
    const removeSecond = await writeOutputs(path, outputsOf('two', process.pid));
    const removeThird = await writeOutputs(path, outputsOf('three', process.pid));
    await removeSecond();
    expect(await read(path)).toMatchObject({ apiUrl: 'three' });
    await removeThird();

    expect(await read(path)).toMatchObject({ apiUrl: 'one' });
  });

  it('are gone with the last of them', async () => {
    const path = join(folderOfTest(), 'outputs.json');
    await writeOutputs(path, outputsOf('killed', endedPid));

    await (await writeOutputs(path, outputsOf('mine', process.pid)))();

    await expect(read(path)).rejects.toThrow('ENOENT');
  });
});
