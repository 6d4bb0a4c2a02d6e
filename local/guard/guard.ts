import type { IncomingMessage } from 'node:http';

/** The part of a request that the guard reads. */
export type Asked = Pick<IncomingMessage, 'method' | 'headers'>;

/**
 * A name that always leads to this machine. `localhost` and all names below it do, by RFC 6761,
 * section 6.3; S3's virtual hosts are such names, e.g. `my-bucket.localhost`.
 */
const LOCAL_NAME = /^(?:127\.0\.0\.1|\[::1\]|(?:[^:/@]+\.)?localhost)(?::\d+)?$/i;

/**
 * The reason for which a request is refused, if its name is not one of this machine. Every server
 * here listens on this machine only, but a browser on it also runs pages of other sites. A page
 * whose own name was made to resolve to this machine shows in `Host` (DNS rebinding).
 */
export function refusalOfHost({ headers: { host = '' } }: Asked): string | undefined {
  if (LOCAL_NAME.test(host)) return undefined;
  return `This server answers to 127.0.0.1 and localhost only, not to ${host || 'a request without a host'}.`;
}

/**
 * The reason for which a request is refused, if it comes from a page of another site, by its name
 * or by its origin. Programs such as the AWS CLI send no origin, and are served.
 *
 * @param has `pages`: the server has pages for people, which links elsewhere may open.
 */
export function refusalOf(request: Asked, has: { readonly pages?: boolean } = {}): string | undefined {
  const refusal = refusalOfHost(request);
  if (refusal !== undefined) return refusal;
  const { host, origin } = request.headers;
  const isOwn = origin === undefined || origin.toLowerCase() === `http://${host}`.toLowerCase();
  const isForeign = !isOwn || request.headers['sec-fetch-site'] === 'cross-site';
  if (!isForeign || (has.pages === true && isOwn && isLink(request))) return undefined;
  return 'Only a page of this server, or a program, may send this request.';
}

/** Whether a person follows a link: the page that has it cannot read the answer. */
const isLink = ({ method, headers }: Asked): boolean =>
  (method === 'GET' || method === 'HEAD') && headers['sec-fetch-mode'] === 'navigate';
