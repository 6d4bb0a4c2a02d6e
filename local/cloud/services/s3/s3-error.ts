import { randomBytes } from 'node:crypto';
import type { ApiReply } from '../api.ts';
import { AwsError } from '../aws-error.ts';

/** An error of S3: its code and message, and the elements that S3 adds to them. */
export class S3Error extends AwsError {
  readonly elements: Readonly<Record<string, string>>;

  constructor(status: number, code: string, message: string, elements: Readonly<Record<string, string>> = {}) {
    super(code, message, status);
    this.elements = elements;
  }
}

export const accessDenied = (message = 'Access Denied', elements: Readonly<Record<string, string>> = {}): S3Error =>
  new S3Error(403, 'AccessDenied', message, elements);

/** The answer in S3's XML. An answer to HEAD has no body, so a client sees the status only. */
export function replyOf({ code, message, status, elements }: S3Error, method: string): ApiReply {
  const requestId = randomBytes(8).toString('hex').toUpperCase();
  const all = { Code: code, Message: message, ...elements, RequestId: requestId, HostId: 'local' };
  const inside = Object.entries(all).map(([name, value]) => `<${name}>${escaped(value)}</${name}>`);
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<Error>${inside.join('')}</Error>`;
  return {
    status,
    headers: { 'content-type': 'application/xml', 'x-amz-request-id': requestId, 'x-amz-id-2': 'local' },
    body: method === 'HEAD' ? '' : body,
  };
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
