import { describe, expect, it } from 'vitest';
import { checkVersion, parseIfMatch } from './precondition.ts';

describe('If-Match', () => {
  it.each([
    ['"3"', [3]],
    ['"3", "4"', [3, 4]],
    ['*', '*'],
    ['W/"3"', []],
    ['"abc"', []],
    ['""', []],
  ])('%s names %j', (header, versions) => {
    expect(parseIfMatch(header)).toEqual(versions);
  });

  it.each(['3', '', '"3', 'abc', '"3" "4"', '"3",'])('%j is not an entity tag', (header) => {
    expect(parseIfMatch(header)).toBeUndefined();
  });

  it('is asked for with 428 and told as stale with 412', () => {
    expect(checkVersion(undefined, 3)?.code).toBe('request.precondition_required');
    expect(checkVersion([2], 3)?.code).toBe('request.version_mismatch');
    expect(checkVersion([], 3)?.code).toBe('request.version_mismatch');
    expect(checkVersion([2, 3], 3)).toBeUndefined();
    expect(checkVersion('*', 3)).toBeUndefined();
  });
});
