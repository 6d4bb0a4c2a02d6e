import { createHash, createHmac, type Hash, type Hmac, timingSafeEqual } from 'node:crypto';
import { getSigningKey, SignatureV4 } from '@smithy/signature-v4';
import type { ApiRequest } from '../api.ts';
import { S3Error } from './s3-error.ts';

/** The key of every function and client of this cloud. */
const KEY = { accessKeyId: 'local', secretAccessKey: 'local', sessionToken: 'local' };

export const ALGORITHM = 'AWS4-HMAC-SHA256';

export interface Credential {
  readonly accessKeyId: string;
  /** `YYYYMMDD`. */
  readonly day: string;
}

/** Reads `X-Amz-Credential`, or returns the reason for which S3 refuses it. */
export function readCredential(text: string, region: string): Credential | { readonly problem: string } {
  const [accessKeyId = '', day = '', scopeRegion = '', service = '', terminal, ...more] = text.split('/');
  if (terminal !== 'aws4_request' || more.length > 0 || !/^\d{8}$/.test(day)) {
    const form = '"<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request"';
    return { problem: `the Credential is mal-formed; expecting ${form}.` };
  }
  if (accessKeyId === '') return { problem: 'a non-empty Access Key (AKID) must be provided in the credential.' };
  if (service !== 's3') return { problem: `incorrect service "${service}". This endpoint belongs to "s3".` };
  if (scopeRegion !== region) return { problem: `the region '${scopeRegion}' is wrong; expecting '${region}'` };
  return { accessKeyId, day };
}

/** Refuses a key or a session token that this cloud has not given out. */
export function requireKey({ accessKeyId }: Credential, sessionToken: string | undefined): void {
  if (accessKeyId !== KEY.accessKeyId) {
    const message = 'The AWS Access Key Id you provided does not exist in our records.';
    throw new S3Error(403, 'InvalidAccessKeyId', message, { AWSAccessKeyId: accessKeyId });
  }
  if (sessionToken !== undefined && sessionToken !== KEY.sessionToken) {
    throw new S3Error(400, 'InvalidToken', 'The provided token is malformed or otherwise invalid.');
  }
}

/** The signature of a form's policy, in its base64 form. */
export async function signatureOfPolicy(policy: string, { day }: Credential, region: string): Promise<string> {
  const key = await getSigningKey(Sha256, KEY, day, region, 's3');
  return createHmac('sha256', key).update(policy).digest('hex');
}

export interface PresignedParts {
  /** Without its query. */
  readonly path: string;
  /** Without the parameters that the signature adds. */
  readonly query: Record<string, string | string[]>;
  readonly signedHeaders: readonly string[];
  readonly signedAt: Date;
  readonly expiresIn: number;
}

/** The signature that a presigned URL should have. */
export async function signatureOfUrl(
  { method, headers }: ApiRequest,
  { path, query, signedHeaders, signedAt, expiresIn }: PresignedParts,
  region: string,
): Promise<string> {
  const { accessKeyId, secretAccessKey } = KEY;
  const signer = new SignatureV4({
    ...{ credentials: { accessKeyId, secretAccessKey }, region, service: 's3', sha256: Sha256 },
    ...{ uriEscapePath: false, applyChecksum: false },
  });
  const signed = Object.fromEntries(signedHeaders.map((name) => [name, headers[name] ?? '']));
  const payloadHash = signed[PAYLOAD_HASH] ?? query['X-Amz-Content-Sha256'] ?? 'UNSIGNED-PAYLOAD';
  const request = {
    ...{ method, protocol: 'http:', hostname: '', path, query },
    headers: { ...signed, [PAYLOAD_HASH]: String(payloadHash) },
  };
  const names = new Set(signedHeaders);
  const presigned = await signer.presign(request, {
    ...{ signingDate: signedAt, expiresIn, signableHeaders: names },
    // A header that the client signed stays one, and the payload's hash counts without being one.
    unhoistableHeaders: new Set([...names, PAYLOAD_HASH]),
    unsignableHeaders: new Set(names.has(PAYLOAD_HASH) ? [] : [PAYLOAD_HASH]),
  });
  return String(presigned.query?.['X-Amz-Signature']);
}

const PAYLOAD_HASH = 'x-amz-content-sha256';

/** Refuses a signature that is not the expected one. */
export function requireSame(given: string, expected: string, elements: Readonly<Record<string, string>>): void {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)];
  if (one.length === other.length && timingSafeEqual(one, other)) return;
  throw new S3Error(
    403,
    'SignatureDoesNotMatch',
    'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
    { ...elements, SignatureProvided: given },
  );
}

/** The hash in the form that the SDK's signer takes. */
class Sha256 {
  readonly #hash: Hash | Hmac;

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', secret as string | Uint8Array);
  }

  update(data: Uint8Array): void {
    this.#hash.update(data);
  }

  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }

  reset(): void {}
}
