import { expect, test, vi } from 'vitest';
import { type FileImport, giveUp } from './import.ts';
import { readImport } from './import-life.ts';

const page = { limit: 2, cursor: undefined };
const uploaded = '2026-11-20T12:00:00.000Z';
const after = (minutes: number) => ({ now: () => new Date(Date.parse(uploaded) + 60_000 * minutes) });
const none = { items: [] };

const ended = (read: FileImport, why: string, now: Date) =>
  giveUp(read, { why, total: read.rows, things: 'products', writes: true }, now);

const importIn = (status: FileImport['status']) =>
  ({ id: 'imp_1', status, rows: 30, processed: 12, updatedAt: uploaded }) as FileImport;

/** Reads an import so many minutes after its last step. */
async function read(found: FileImport, minutes: number, save = vi.fn(async () => true)) {
  const get = vi.fn(async () => found);
  const result = await readImport({ get, save, listErrors: async () => none }, ended, after(minutes), 'imp_1', page);
  return { shown: result.ok ? result.value.found : undefined, save, get };
}

test('An import is shown with a page of its errors.', async () => {
  const found = importIn('done');
  const errors = { items: [{ line: 2, code: 'invalid' as const, detail: 'Wrong.' }], nextCursor: 'c' };
  const listErrors = vi.fn(async () => errors);
  const save = vi.fn(async () => true);

  expect(await readImport({ get: async () => found, save, listErrors }, ended, after(1), 'imp_1', page)).toEqual({
    ok: true,
    value: { found, errors },
  });
  expect(listErrors).toHaveBeenCalledExactlyOnceWith('imp_1', page);
});

test('An import that does not exist is not found, and no errors are read.', async () => {
  const listErrors = vi.fn();
  const save = vi.fn(async () => true);

  expect(
    await readImport({ get: async () => undefined, save, listErrors }, ended, after(1), 'imp_2', page),
  ).toMatchObject({
    refusal: { code: 'request.not_found' },
  });
  expect(listErrors).not.toHaveBeenCalled();
});

test.each(['queued', 'running'] as const)('An import that is %s is left to its worker for an hour.', async (status) => {
  const { shown, save } = await read(importIn(status), 59);

  expect(shown?.status).toBe(status);
  expect(save).not.toHaveBeenCalled();
});

test.each(['queued', 'running'] as const)(
  'An import that is %s without progress for an hour is ended when it is read.',
  async (status) => {
    const { shown, save } = await read(importIn(status), 60);

    expect(shown).toMatchObject({ status: 'failed', processed: 12, updatedAt: after(60).now().toISOString() });
    expect(shown?.reason).toContain('no progress for an hour');
    expect(shown?.reason).toContain('12 of 30 products');
    expect(save).toHaveBeenCalledExactlyOnceWith({ read: importIn(status), next: shown, errors: [] });
  },
);

test.each(['done', 'failed'] as const)('An import that is %s stays so, however long ago.', async (status) => {
  const { shown, save } = await read(importIn(status), 10_000);

  expect(shown).toEqual(importIn(status));
  expect(save).not.toHaveBeenCalled();
});

test('An import whose worker takes its next step meanwhile is shown as the worker left it.', async () => {
  const advanced = { ...importIn('running'), processed: 13 };
  const get = vi.fn(async () => advanced).mockResolvedValueOnce(importIn('running'));
  const ports = { get, save: async () => false, listErrors: async () => none };

  const result = await readImport(ports, ended, after(60), 'imp_1', page);

  expect(result).toMatchObject({ value: { found: advanced } });
});
