import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { refusalOf } from '../../guard/guard.ts';
import { type ApiHandler, type ApiHandlers, type ApiReply, ReplyDropped } from './api.ts';

export interface LocalServer {
  /** `http://127.0.0.1:<port>`, without a trailing slash. */
  readonly url: string;
  readonly port: number;
  stop(): Promise<void>;
}

/** The services of this process. */
export interface Apis {
  readonly handlers: ApiHandlers;
  /** Serves the handler to callers in this process, and over HTTP to others. */
  serve(handler: ApiHandler, port?: number): Promise<LocalServer>;
}

export function createApis(): Apis {
  const handlers = new Map<string, ApiHandler>();
  return {
    handlers,
    async serve(handler, port) {
      const server = await listen(handler, port);
      handlers.set(server.url, handler);
      return server;
    },
  };
}

/**
 * Serves the handler on a port of the loopback interface, any free one by default, for clients
 * outside of this process. Pages of other sites are refused: {@link refusalOf}.
 */
export async function listen(handler: ApiHandler, port = 0): Promise<LocalServer> {
  const server = createServer((request, response) => void answer(handler, request, response));
  // Longer than any client keeps an idle connection, so that no request meets a closing socket.
  server.keepAliveTimeout = 120_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${address.port}`,
    port: address.port,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(handler: ApiHandler, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const refusal = refusalOf(request);
  if (refusal !== undefined) return send(response, refused(refusal));
  try {
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
    const body = await readBody(request);
    send(response, await handler({ method: request.method ?? 'GET', path: request.url ?? '/', headers, body }));
  } catch (error) {
    if (error instanceof ReplyDropped) request.socket.destroy();
    else send(response, { status: 500, headers: { 'content-type': 'text/plain' }, body: String(error) });
  }
}

const refused = (message: string): ApiReply => ({
  status: 403,
  headers: { 'content-type': 'application/json', connection: 'close' },
  body: JSON.stringify({ message }),
});

function send(response: ServerResponse, { status, headers, body }: ApiReply): void {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  // An answer to HEAD names the length of a body that it lacks.
  response.writeHead(status, { 'content-length': bytes.byteLength, ...headers });
  response.end(bytes);
}

/** Reads the whole body of a request. */
export function readBody(request: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)));
    request.on('error', reject);
  });
}
