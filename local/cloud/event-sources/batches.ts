import { MAX_REQUEST_BYTES } from '../lambda/limits.ts';

const ENVELOPE_BYTES = Buffer.byteLength('{"Records":[]}');
const COMMA_BYTES = 1;

/**
 * Splits records, in order, into batches of at most `size` that one invocation can carry. A batch
 * ends at Lambda's limit for a payload, whatever its size should be.
 *
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventsourcemapping.html
 */
export function batchesOf<Item>(records: readonly Item[], size: number): readonly Item[][] {
  const batches: Item[][] = [];
  let left = 0;
  for (const record of records) {
    const bytes = Buffer.byteLength(JSON.stringify(record));
    const last = batches.at(-1);
    if (last === undefined || last.length >= size || bytes + COMMA_BYTES > left) {
      batches.push([record]);
      left = MAX_REQUEST_BYTES - ENVELOPE_BYTES - bytes;
    } else {
      last.push(record);
      left -= bytes + COMMA_BYTES;
    }
  }
  return batches;
}
