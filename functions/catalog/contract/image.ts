import * as z from 'zod';
import { rule } from '../../../shared/kernel/field-error.ts';
import { lineSchema } from '../../../shared/kernel/text.ts';

const MAX_LENGTH = 2048;

/** Names that only their own network or machine knows: RFC 6761, RFC 6762, RFC 8375. */
const PRIVATE_NAME = /(?:^|\.)(?:localhost|local|internal|lan|home\.arpa)$/;
const IPV4 = /^\d+(?:\.\d+){3}$/;

/** Whether a host has a public name. The parser has written each form of an address in numbers. */
function isPublicHost(hostname: string): boolean {
  const host = hostname.replace(/\.$/, '');
  return host.includes('.') && !host.startsWith('[') && !IPV4.test(host) && !PRIVATE_NAME.test(host);
}

function problemOf(text: string, url: URL | null): ReturnType<typeof rule> | undefined {
  if (url?.protocol !== 'https:' || !/^https:\/\/[^/\\]/i.test(text)) return rule('bad_format', 'Not an https URL.');
  if (url.username !== '' || url.password !== '') {
    return rule('bad_format', 'Must not contain a user name or a password.');
  }
  if (!isPublicHost(url.hostname)) return rule('bad_format', 'The host must have a public name.');
  return url.href.length > MAX_LENGTH ? rule('too_long', `At most ${MAX_LENGTH} characters.`) : undefined;
}

/**
 * The URL of a picture, as a URL parser writes it. Others fetch it, so it must not lead them into a
 * private network.
 */
export const imageSchema = lineSchema(MAX_LENGTH)
  .transform((text, context) => {
    const url = URL.parse(text);
    const problem = problemOf(text, url);
    if (url && problem === undefined) return url.href;
    context.addIssue({ code: 'custom', ...(problem ?? rule('bad_format', 'Not a URL.')) });
    return z.NEVER;
  })
  .meta({ override: { type: 'string', format: 'uri', maxLength: MAX_LENGTH } });
