import { randomUUID } from 'node:crypto';
import {
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type RequestListener,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { Fault } from '../faults/fault.ts';
import type { FaultSwitch } from '../faults/switch.ts';
import { AWS_TARGETS } from '../faults/targets.ts';
import { statusOf } from './aws-error.ts';

export interface LocalServer {
  /** `http://127.0.0.1:<port>`, without a trailing slash. */
  readonly url: string;
  readonly port: number;
  stop(): Promise<void>;
}

export interface Call {
  readonly service: string;
  readonly operation: string;
}

export interface ListenOptions {
  readonly faults: FaultSwitch;
  /** The API call of a request; undefined for requests that faults never hit. */
  readonly callOf: (request: IncomingMessage) => Call | undefined;
  /**
   * Refuses a request as if another transaction were under way; for services that have conflicts.
   */
  readonly refuseAsConflict?: RequestListener;
  /** Any free port by default. */
  readonly port?: number;
}

/** Marks the second of two equal requests: no client made it, so faults leave it alone. */
const DUPLICATE = 'x-local-duplicate';

/** Serves the handler on a port of the loopback interface, behind the fault switch. */
export async function listen(handler: RequestListener, options: ListenOptions): Promise<LocalServer> {
  const server = createServer((request, response) => {
    const call = request.headers[DUPLICATE] === undefined ? options.callOf(request) : undefined;
    const fault = call && options.faults.take({ ...call, function: callerOf(request) });
    if (fault) void hurt(fault, call.service, { handler, ...options }, request, response);
    else handler(request, response);
  });
  // Longer than any client keeps an idle connection, so that no request meets a closing socket.
  server.keepAliveTimeout = 120_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/**
 * The calling function. Its worker sets `AWS_SDK_UA_APP_ID` to its name, which the SDK puts into
 * the user agent.
 */
const callerOf = ({ headers }: IncomingMessage): string | undefined =>
  /(?:^| )app\/(\S+)/.exec(headers['user-agent'] ?? '')?.[1];

interface Handling extends ListenOptions {
  readonly handler: RequestListener;
}

async function hurt(
  fault: Fault,
  service: string,
  { handler, refuseAsConflict }: Handling,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (fault.delayMs) await delay(fault.delayMs);
  switch (fault.when) {
    case 'before':
    case 'throttle':
      return answerError(fault, service, response);
    case 'conflict':
      if (!refuseAsConflict) throw new Error(`${service} knows of no conflicts.`);
      return refuseAsConflict(request, response);
    case 'after':
      replaceReply(response, () => answerError(fault, service, response));
      break;
    case 'drop-reply':
      replaceReply(response, () => request.socket.destroy());
      break;
    case 'duplicate':
      sendAgain(request, response);
      break;
  }
  handler(request, response);
}

/** Sends the request once more after its response, like a client that did not get the response. */
function sendAgain(request: IncomingMessage, response: ServerResponse): void {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  response.on('finish', () => {
    const { localPort: port } = request.socket;
    const { method, url: path, headers } = request;
    const again = httpRequest({ port, host: '127.0.0.1', method, path, headers: { ...headers, [DUPLICATE]: 'true' } });
    again.on('response', (reply) => reply.resume());
    again.on('error', () => undefined);
    again.end(Buffer.concat(chunks));
  });
}

/** Lets the handler do its work, and sends a different response once it is done. */
function replaceReply(response: ServerResponse, reply: () => void): void {
  const { end, writeHead, write, setHeader } = response;
  response.writeHead = () => response;
  response.setHeader = () => response;
  response.write = () => true;
  response.end = () => {
    Object.assign(response, { end, writeHead, write, setHeader });
    reply();
    return response;
  };
}

function answerError(fault: Fault, service: string, response: ServerResponse): void {
  const usual = fault.when === 'throttle' ? AWS_TARGETS[service]?.throttle : undefined;
  const code = fault.error ?? usual ?? 'InternalServerError';
  sendError(response, service, code, 'Injected by the local cloud', statusOf(code));
}

/** Sends an error in the service's protocol: XML for S3, else JSON with `__type`. */
export function sendError(
  response: ServerResponse,
  service: string,
  code: string,
  message: string,
  status: number,
): void {
  if (service === 's3') {
    response.writeHead(status, { 'content-type': 'application/xml' });
    response.end(
      `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`,
    );
    return;
  }
  const namespace = service === 'dynamodb' ? 'com.amazonaws.dynamodb.v20120810#' : '';
  sendJson(response, status, { __type: `${namespace}${code}`, message }, { 'x-amzn-errortype': code });
}

/** Sends a JSON body with its length and a request id. */
export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  const text = Buffer.from(JSON.stringify(body) ?? '');
  response.writeHead(status, {
    'content-type': 'application/x-amz-json-1.0',
    'content-length': text.length,
    'x-amzn-requestid': randomUUID(),
    ...headers,
  });
  response.end(text);
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
