import type { ApiRequest } from '../api.ts';
import { accessDenied, S3Error } from './s3-error.ts';
import { ALGORITHM, readCredential, requireKey, requireSame, signatureOfUrl } from './signature.ts';

const PARAMETERS = ['Algorithm', 'Credential', 'Signature', 'Date', 'SignedHeaders', 'Expires'] as const;
const WEEK_SECONDS = 604_800;
/** S3 refuses a date that is so far in the future. */
const SKEW_MS = 15 * 60_000;

export interface Checking {
  readonly region: string;
  /** The cloud's time. */
  readonly now: number;
}

/** Whether the signature is in the query. */
export const isPresigned = (query: URLSearchParams): boolean =>
  query.has('X-Amz-Algorithm') || query.has('X-Amz-Signature');

/**
 * Throws S3's error for a presigned URL that has expired, or that was signed for another request.
 *
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html
 */
export async function checkPresignedUrl(request: ApiRequest, { region, now }: Checking): Promise<void> {
  const [path = '/', search = ''] = splitOnce(request.path, '?');
  const query = new URLSearchParams(search);
  const parameters = parametersOf(query);
  const credential = readCredential(parameters.Credential, region);
  if ('problem' in credential) throw refused(`Error parsing the X-Amz-Credential parameter; ${credential.problem}`);
  const signedAt = dateOf(parameters.Date);
  if (!parameters.Date.startsWith(credential.day)) {
    const is = `"${credential.day}". This date is not the same as X-Amz-Date: "${parameters.Date.slice(0, 8)}".`;
    throw refused(`Invalid credential date ${is}`);
  }
  const expiresIn = secondsOf(parameters.Expires);
  requireTime(signedAt, expiresIn, now);
  requireKey(credential, query.get('X-Amz-Security-Token') ?? undefined);
  const signedHeaders = parameters.SignedHeaders.toLowerCase().split(';');
  requireSigned(request.headers, signedHeaders);
  const expected = await signatureOfUrl(
    request,
    { path, query: withoutSignature(query), signedHeaders, signedAt, expiresIn },
    region,
  );
  requireSame(parameters.Signature, expected, { AWSAccessKeyId: credential.accessKeyId });
}

type Parameters = Readonly<Record<(typeof PARAMETERS)[number], string>>;

function parametersOf(query: URLSearchParams): Parameters {
  const found = Object.fromEntries(PARAMETERS.map((name) => [name, query.get(`X-Amz-${name}`)]));
  if (Object.values(found).some((value) => value === null)) {
    throw refused(
      'Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.',
    );
  }
  if (found.Algorithm !== ALGORITHM) throw refused(`X-Amz-Algorithm only supports "${ALGORITHM}"`);
  return found as Parameters;
}

function dateOf(text: string): Date {
  const [, day, time] = /^(\d{8})T(\d{6})Z$/.exec(text) ?? [];
  const date = new Date(`${day?.replace(/(....)(..)(..)/, '$1-$2-$3')}T${time?.replace(/(..)(..)(..)/, '$1:$2:$3')}Z`);
  if (Number.isNaN(date.getTime())) {
    throw refused(`X-Amz-Date must be in the ISO8601 Long Format "yyyyMMdd'T'HHmmss'Z'"`);
  }
  return date;
}

function secondsOf(text: string): number {
  if (/^-\d+$/.test(text)) throw refused('X-Amz-Expires must be non-negative');
  if (!/^\d+$/.test(text)) throw refused('X-Amz-Expires should be a number');
  if (Number(text) <= WEEK_SECONDS) return Number(text);
  throw refused(
    `X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than ${WEEK_SECONDS} seconds`,
  );
}

function requireTime(signedAt: Date, expiresIn: number, now: number): void {
  const expires = new Date(signedAt.getTime() + expiresIn * 1_000);
  const ServerTime = isoOf(new Date(now));
  if (signedAt.getTime() > now + SKEW_MS) throw accessDenied('Request is not yet valid', { ServerTime });
  if (expires.getTime() >= now) return;
  const elements = { 'X-Amz-Expires': String(expiresIn), Expires: isoOf(expires), ServerTime };
  throw accessDenied('Request has expired', elements);
}

/** S3 wants the host and its own headers among those that are signed. */
function requireSigned(headers: ApiRequest['headers'], signed: readonly string[]): void {
  const own = Object.keys(headers).filter((name) => name === 'host' || name.startsWith('x-amz-'));
  const HeadersNotSigned = own.filter((name) => !signed.includes(name)).join(', ');
  if (HeadersNotSigned === '') return;
  throw accessDenied('There were headers present in the request which were not signed', { HeadersNotSigned });
}

function withoutSignature(query: URLSearchParams): Record<string, string | string[]> {
  const added = new Set<string>(PARAMETERS.map((name) => `X-Amz-${name}`));
  const names = [...new Set(query.keys())].filter((name) => !added.has(name));
  return Object.fromEntries(
    names.map((name) => {
      const [only = '', ...more] = query.getAll(name);
      return [name, more.length === 0 ? only : [only, ...more]];
    }),
  );
}

const refused = (message: string): S3Error => new S3Error(400, 'AuthorizationQueryParametersError', message);

const isoOf = (date: Date): string => `${date.toISOString().slice(0, 19)}Z`;

function splitOnce(text: string, separator: string): readonly string[] {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}
