import { expect, test, vi } from 'vitest';
import type { ProductImport, ProductProgress } from '../domain/import.ts';
import type { ImportPorts } from './import-products.ts';
import { runImport } from './run-import.ts';

const ROWS = 60;
const counts = {
  rows: ROWS,
  products: ROWS,
  processed: 0,
  created: 0,
  updated: 0,
  unchanged: 0,
  failed: 0,
  errorCount: 0,
};
const time = '2026-11-20T12:00:00.000Z';

const running: ProductImport = {
  ...{ id: 'imp_1', status: 'running', format: 'csv', onError: 'skip', createdAt: time, updatedAt: time },
  ...counts,
};

/**
 * An import of wrong rows, which are processed 25 at a time. The clock advances by so many seconds
 * each time it is read.
 *
 * @returns each save: rows processed, status, whether another run is requested.
 */
async function runWith(secondsPerLook: number) {
  let seconds = 0;
  const now = () => {
    seconds += secondsPerLook;
    return new Date(Date.parse(time) + 1000 * seconds);
  };
  const save = vi.fn(async (_progress: ProductProgress, _event?: unknown) => true);
  const entries = Array.from({ length: ROWS }, (_, index) => ({
    errors: [{ line: index + 2, code: 'request.invalid', detail: 'Wrong.' }],
  }));
  const ports = {
    imports: { get: async () => running, getFile: async () => new Uint8Array(), save },
    products: { fitting: () => 0 },
    categories: { getTree: async () => ({ version: 1, categories: [] }) },
    decompress: async () => '',
    readFile: () => ({ rows: ROWS, entries }),
    isSame: () => false,
  } as unknown as ImportPorts;
  await runImport(
    ports,
    { now, pause: async () => undefined },
    { importId: 'imp_1', currency: 'EUR', requestId: 'req_1' },
  );
  return save.mock.calls.map(([{ next }, event]) => [next.processed, next.status, event !== undefined]);
}

test('A run with enough time completes the import.', async () => {
  expect(await runWith(1)).toEqual([
    [25, 'running', false],
    [50, 'running', false],
    [60, 'done', false],
  ]);
});

test('A run whose time is over requests another one.', async () => {
  expect(await runWith(15)).toEqual([
    [25, 'running', false],
    [50, 'running', false],
    [50, 'running', true],
  ]);
});

test('A run that has only read the file when its time is over takes a step all the same, so the import ends.', async () => {
  expect(await runWith(600)).toEqual([
    [25, 'running', false],
    [25, 'running', true],
  ]);
});
