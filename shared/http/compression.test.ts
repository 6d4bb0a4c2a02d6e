import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { compressed } from './compression.ts';

const body = JSON.stringify({ title: 'é"'.repeat(1000) });
const answer = { statusCode: 200, headers: { etag: '"3"' }, body };

describe('an answer above 1 KB', () => {
  it.each([
    ['br, gzip', 'br', brotliDecompressSync],
    ['gzip, deflate, br', 'br', brotliDecompressSync],
    ['*', 'br', brotliDecompressSync],
    ['gzip', 'gzip', gunzipSync],
    ['GZIP;q=0.5', 'gzip', gunzipSync],
    ['br;q=0.5, gzip;q=0.8', 'gzip', gunzipSync],
    ['br;q=0, *', 'gzip', gunzipSync],
  ])('is compressed for "%s" by %s', (acceptEncoding, coding, decompress) => {
    const { headers, body: sent = '', isBase64Encoded } = compressed(answer, acceptEncoding);

    expect(headers).toEqual({ etag: 'W/"3"', vary: 'accept-encoding', 'content-encoding': coding });
    expect(isBase64Encoded).toBe(true);
    expect(decompress(Buffer.from(sent, 'base64')).toString()).toBe(body);
  });

  it.each([undefined, '', 'identity', 'deflate', 'br;q=0, gzip;q=0', '*;q=0', 'gzip;q=0.2, identity', 'br;q=x'])(
    'stays as it is for %j, and says that it might not',
    (acceptEncoding) => {
      expect(compressed(answer, acceptEncoding)).toEqual({
        ...answer,
        headers: { etag: '"3"', vary: 'accept-encoding' },
      });
    },
  );
});

describe('an answer that is not compressed', () => {
  it('is one of less than 1 KB, and its strong tag stays strong', () => {
    const small = { ...answer, body: 'x'.repeat(1023) };

    expect(compressed(small, 'br')).toMatchObject({ body: small.body, headers: { etag: '"3"' } });
  });

  it('is one without a body', () => {
    expect(compressed({ statusCode: 204, headers: {} }, 'br')).toEqual({ statusCode: 204, headers: {} });
  });
});
