import { expect, test } from 'vitest';
import { isRefusedWrite } from './refused-write.ts';

const error = (name: string, ...codes: string[]) =>
  Object.assign(new Error(), { name, CancellationReasons: codes.map((Code) => ({ Code })) });

test.each([
  error('ValidationException'),
  error('SerializationException'),
  error('TransactionCanceledException', 'None', 'ValidationError'),
  error('TransactionCanceledException', 'ItemCollectionSizeLimitExceeded', 'None'),
])('A write is refused for its content: $name $CancellationReasons', (refused) => {
  expect(isRefusedWrite(refused)).toBe(true);
});

test.each([
  error('TransactionCanceledException', 'TransactionConflict'),
  error('TransactionCanceledException', 'None', 'ThrottlingError'),
  error('AccessDeniedException'),
  error('ResourceNotFoundException'),
  error('InternalServerError'),
  error('TypeError'),
  'no error at all',
])('A write that fails for another reason is not refused for its content: $name $CancellationReasons', (failed) => {
  expect(isRefusedWrite(failed)).toBe(false);
});
