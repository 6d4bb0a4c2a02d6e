import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';

/** Below it, the bytes saved are not worth the time. */
const MIN_BYTES = 1024;

/** In our order of preference, where the client has none. */
const CODINGS = ['br', 'gzip'] as const;
type Coding = (typeof CODINGS)[number];

/** The fast half of Brotli's levels: a function waits for it, and the higher ones save little. */
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } };

const COMPRESS: Readonly<Record<Coding, (body: string) => Buffer>> = {
  br: (body) => brotliCompressSync(body, BROTLI),
  gzip: (body) => gzipSync(body),
};

/**
 * Compresses an answer of 1 KB or more as `Accept-Encoding` allows. An HTTP API compresses nothing
 * itself, and takes bytes from a function as base64 only.
 *
 * @param acceptEncoding nothing is compressed without it.
 * @returns the answer with `Vary`, since another client gets other bytes.
 */
export function compressed(
  answer: APIGatewayProxyStructuredResultV2,
  acceptEncoding: string | undefined,
): APIGatewayProxyStructuredResultV2 {
  const { body, headers, isBase64Encoded } = answer;
  if (body === undefined || isBase64Encoded) return answer;
  const varied = { ...answer, headers: { ...headers, vary: 'accept-encoding' } };
  const coding = Buffer.byteLength(body) < MIN_BYTES ? undefined : codingFor(acceptEncoding ?? '');
  if (coding === undefined) return varied;
  const { etag } = varied.headers as { readonly etag?: string };
  return {
    ...varied,
    headers: {
      ...varied.headers,
      'content-encoding': coding,
      // A strong tag stands for the same bytes (RFC 9110 §8.8.3).
      ...(etag?.startsWith('"') ? { etag: `W/${etag}` } : {}),
    },
    body: COMPRESS[coding](body).toString('base64'),
    isBase64Encoded: true,
  };
}

/** RFC 9110 §12.5.3. Undefined: the answer stays as it is, which every client takes. */
function codingFor(acceptEncoding: string): Coding | undefined {
  const weights = new Map(
    acceptEncoding.split(',').map((entry) => {
      const [coding = '', ...parameters] = entry.toLowerCase().split(';');
      const weight = parameters.map((parameter) => /^\s*q=(.*)$/.exec(parameter)?.[1]).find((q) => q !== undefined);
      return [coding.trim(), weight === undefined ? 1 : Number(weight)] as const;
    }),
  );
  const weightOf = (coding: string) => weights.get(coding) ?? weights.get('*') ?? 0;
  const identity = weights.get('identity') ?? 0;
  const accepted = CODINGS.filter((coding) => weightOf(coding) > 0 && weightOf(coding) >= identity);
  return accepted.sort((left, right) => weightOf(right) - weightOf(left))[0];
}
