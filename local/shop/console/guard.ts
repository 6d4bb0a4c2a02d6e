import type { IncomingMessage } from 'node:http';

const LOCAL_NAMES = new Set(['127.0.0.1', 'localhost', '[::1]']);

/**
 * Why a request is not answered, if so. The console listens on this machine only, but a browser on this machine also runs the pages of
 * strangers: a page whose own name was made to point here shows in `Host`, one that posts to us from elsewhere in `Origin`.
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
