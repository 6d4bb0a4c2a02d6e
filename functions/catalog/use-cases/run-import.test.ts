import { expect, test, vi } from 'vitest';
import type { ProductImport } from '../domain/import.ts';
import type { ImportPorts } from './import-products.ts';
import { runImport } from './run-import.ts';

const counts = { rows: 1, products: 1, processed: 0, created: 0, updated: 0, unchanged: 0, failed: 0, errorCount: 0 };
const time = '2026-11-20T12:00:00.000Z';

const running: ProductImport = {
  ...{ id: 'imp_1', status: 'running', format: 'csv', onError: 'skip', createdAt: time, updatedAt: time },
  ...counts,
};

/** An import of one wrong row. The clock advances by so many seconds each time it is read. */
async function runWith(secondsPerLook: number) {
  let seconds = 0;
  const now = () => {
    seconds += secondsPerLook;
    return new Date(Date.parse(time) + 1000 * seconds);
  };
  const save = vi.fn(async () => true);
  const entries = [{ errors: [{ line: 2, code: 'request.invalid', detail: 'Wrong.' }] }];
  const ports = {
    imports: { get: async () => running, getFile: async () => new Uint8Array(), save },
    products: { fitting: () => 0 },
    categories: { getTree: async () => ({ version: 1, categories: [] }) },
    decompress: async () => '',
    readFile: () => ({ rows: 1, entries }),
    isSame: () => false,
  } as unknown as ImportPorts;
  await runImport(
    ports,
    { now, pause: async () => undefined },
    { importId: 'imp_1', currency: 'EUR', requestId: 'req_1' },
  );
  return { save };
}

test('A run with enough time completes the import.', async () => {
  const { save } = await runWith(1);

  expect(save).toHaveBeenCalledExactlyOnceWith(
    expect.objectContaining({ next: expect.objectContaining({ status: 'done', failed: 1 }) }),
  );
});

test('A run whose time is over requests another one.', async () => {
  const { save } = await runWith(60);

  expect(save).toHaveBeenCalledExactlyOnceWith(
    expect.objectContaining({ read: running }),
    expect.objectContaining({ data: { importId: 'imp_1' } }),
  );
});
