import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { OperatorError } from './operator-error.ts';

type Handle = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

export interface Listener {
  /** Without a slash at the end. */
  readonly url: string;
  /** Until this is called, every request is answered 503. */
  serve(api: Handle, console: Handle): void;
  close(): Promise<void>;
}

/** Takes the port of the API on 127.0.0.1; 0 takes any. `/_local` goes to the console, the rest to the API. */
export async function listen(port: number): Promise<Listener> {
  let handlers: { readonly api: Handle; readonly console: Handle } | undefined;
  const server = createServer((request, response) => {
    if (handlers === undefined) {
      response.writeHead(503, { 'content-type': 'application/json' }).end('{"message":"Service Unavailable"}');
      return;
    }
    const isConsole = /^\/_local(?:[/?]|$)/.test(request.url ?? '');
    const handle = isConsole ? handlers.console : handlers.api;
    // A client that hangs up half way is no concern of anyone.
    handle(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(explain(error, port)));
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    serve(api, console) {
      handlers = { api, console };
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function explain(error: NodeJS.ErrnoException, port: number): Error {
  if (error.code === 'EADDRINUSE') return new OperatorError(`Port ${port} is taken: choose another with --port.`);
  if (error.code === 'EACCES')
    return new OperatorError(`Port ${port} may not be used by you: choose another with --port.`);
  return error;
}
