import { expect, test, vi } from 'vitest';
import type { ProductImport } from '../domain/import.ts';
import { readImport } from './read-import.ts';

const page = { limit: 2, cursor: undefined };

test('An import is shown with a page of its errors.', async () => {
  const found = { id: 'imp_1', status: 'done' } as ProductImport;
  const errors = { items: [{ line: 2, code: 'invalid' as const, detail: 'Wrong.' }], nextCursor: 'c' };
  const listErrors = vi.fn(async () => errors);

  expect(await readImport({ get: async () => found, listErrors }, 'imp_1', page)).toEqual({
    ok: true,
    value: { found, errors },
  });
  expect(listErrors).toHaveBeenCalledExactlyOnceWith('imp_1', page);
});

test('An import that does not exist is not found, and no errors are read.', async () => {
  const listErrors = vi.fn();

  expect(await readImport({ get: async () => undefined, listErrors }, 'imp_2', page)).toMatchObject({
    refusal: { code: 'request.not_found' },
  });
  expect(listErrors).not.toHaveBeenCalled();
});
