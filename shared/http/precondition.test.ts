import { describe, expect, it } from 'vitest';
import { basedOn, checkVersion, parseIfMatch, tagged } from './precondition.ts';

describe('If-Match', () => {
  it.each([
    ['"3"', [3]],
    ['"3", "4"', [3, 4]],
    ['*', '*'],
    ['W/"3"', [3]],
    ['W/"3", "4"', [3, 4]],
    ['W/"abc"', []],
    ['"abc"', []],
    ['""', []],
  ])('%s names %j', (header, versions) => {
    expect(parseIfMatch(header)).toEqual(versions);
  });

  it.each(['3', '', '"3', 'abc', '"3" "4"', '"3",'])('%j is not an entity tag', (header) => {
    expect(parseIfMatch(header)).toBeUndefined();
  });

  it('is required with 428 and refused as stale with 412', () => {
    expect(checkVersion(undefined, 3)?.code).toBe('request.precondition_required');
    expect(checkVersion([2], 3)?.code).toBe('request.version_mismatch');
    expect(checkVersion([], 3)?.code).toBe('request.version_mismatch');
    expect(checkVersion([2, 3], 3)).toBeUndefined();
    expect(checkVersion('*', 3)).toBeUndefined();
  });

  it('is checked once the version is known, and is optional where the version does not need it', () => {
    const isNeeded = (version: number) => version > 0;

    expect(basedOn(undefined)(3)?.code).toBe('request.precondition_required');
    expect(basedOn(undefined, isNeeded)(3)?.code).toBe('request.precondition_required');
    expect(basedOn(undefined, isNeeded)(0)).toBeUndefined();
    expect(basedOn([2], () => false)(3)?.code).toBe('request.version_mismatch');
  });

  it('accepts the ETag of the current version', () => {
    expect(basedOn(parseIfMatch(tagged({ version: 3 }).etag))(3)).toBeUndefined();
  });
});
