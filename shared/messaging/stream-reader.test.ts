import type { DynamoDBStreamEvent } from 'aws-lambda';
import { expect, test, vi } from 'vitest';
import { logger } from '../runtime/logger.ts';
import { createStreamReader } from './stream-reader.ts';

const logged = vi.spyOn(logger, 'error').mockImplementation(() => undefined);

test('A batch is applied in order up to the first record that fails, which is reported.', async () => {
  const applied: unknown[] = [];
  const read = createStreamReader(async ({ eventID }) => {
    if (eventID === 'e2') throw new Error('The state machine is away.');
    applied.push(eventID);
  });
  const batch = (...ids: number[]) =>
    ({
      Records: ids.map((id) => ({ eventID: `e${id}`, dynamodb: { SequenceNumber: `s${id}` } })),
    }) as DynamoDBStreamEvent;

  expect(await read(batch(0, 1, 2, 3))).toEqual({ batchItemFailures: [{ itemIdentifier: 's2' }] });
  expect(await read(batch(3))).toEqual({ batchItemFailures: [] });
  expect(applied).toEqual(['e0', 'e1', 'e3']);
  expect(logged).toHaveBeenCalledOnce();
});
