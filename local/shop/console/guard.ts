import type { IncomingMessage } from 'node:http';

const LOCAL_NAMES = new Set(['127.0.0.1', 'localhost', '[::1]']);

/**
 * The reason for which a request is refused, if any. The console listens on this machine only, but
 * a browser here also runs pages of other sites. A page whose own name resolves to this machine
 * shows in `Host`, one that posts here from a different site in `Origin`.
 */
export function refusalOf({ method, headers }: Pick<IncomingMessage, 'method' | 'headers'>): string | undefined {
  const { host = '', origin } = headers;
  if (!LOCAL_NAMES.has(host.replace(/:\d+$/, ''))) {
    return `The console answers to 127.0.0.1 and localhost only, not to ${host}.`;
  }
  if (method === 'GET' || method === 'HEAD') return undefined;
  const fromElsewhere = origin !== undefined && origin !== `http://${host}`;
  if (fromElsewhere || headers['sec-fetch-site'] === 'cross-site') {
    return 'Only the console’s own page, or a program, may change something here.';
  }
  return undefined;
}
