import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { refusalOfHost } from '../guard/guard.ts';
import { OperatorError } from './operator-error.ts';

export type Handle = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** A handler of the requests to `path` and below it, e.g. `/_local`, in place of the API. */
export interface Page {
  readonly path: string;
  readonly handle: Handle;
}

export interface Listener {
  /** Without a trailing slash. */
  readonly url: string;
  /** Until this is called, every request gets 503. */
  serve(api: Handle, page?: Page): void;
  close(): Promise<void>;
}

/**
 * Binds the API's port on 127.0.0.1; 0 uses any free one. A name of another machine is refused. The
 * origins of browsers are left to the API's CORS configuration, and to the page.
 */
export async function listen(port: number): Promise<Listener> {
  let handlers: { readonly api: Handle; readonly page: Page | undefined } | undefined;
  const server = createServer((request, response) => {
    const refusal = refusalOfHost(request);
    if (refusal !== undefined) {
      response.writeHead(403, { 'content-type': 'application/json', connection: 'close' });
      response.end(JSON.stringify({ message: refusal }));
      return;
    }
    if (handlers === undefined) {
      response.writeHead(503, { 'content-type': 'application/json' }).end('{"message":"Service Unavailable"}');
      return;
    }
    const { api, page } = handlers;
    const handle = page !== undefined && isBelow(page.path, request.url ?? '') ? page.handle : api;
    // Nothing remains to be done for a client that disconnects half way.
    handle(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(explain(error, port)));
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    serve(api, page) {
      handlers = { api, page };
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const isBelow = (path: string, url: string): boolean =>
  url.startsWith(path) && [undefined, '/', '?'].includes(url[path.length]);

function explain(error: NodeJS.ErrnoException, port: number): Error {
  const remedy = 'port';
  if (error.code === 'EADDRINUSE') return new OperatorError(`Port ${port} is taken`, { remedy });
  if (error.code === 'EACCES') return new OperatorError(`Port ${port} may not be used by you`, { remedy });
  return error;
}
