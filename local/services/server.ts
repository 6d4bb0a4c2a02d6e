import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { statusOf } from './aws-error.ts';
import type { FaultSwitch } from './faults.ts';
import type { FaultRule } from './index.ts';

export interface LocalServer {
  /** `http://127.0.0.1:<port>`, no slash at the end. */
  readonly url: string;
  stop(): Promise<void>;
}

export interface Call {
  readonly service: string;
  readonly operation: string;
}

export interface ListenOptions {
  readonly faults: FaultSwitch;
  /** Which API call a request is; undefined for what faults never touch. */
  readonly callOf: (request: IncomingMessage) => Call | undefined;
}

/** Serves the handler on a free port of the loopback interface, behind the fault switch. */
export async function listen(handler: RequestListener, options: ListenOptions): Promise<LocalServer> {
  const server = createServer((request, response) => {
    const call = options.callOf(request);
    const rule = call && options.faults.take(call.service, call.operation, request.headers['user-agent']);
    if (rule) void hurt(rule, call.service, handler, request, response);
    else handler(request, response);
  });
  // Longer than any client keeps an idle connection, so that no request meets a closing socket.
  server.keepAliveTimeout = 120_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function hurt(
  rule: FaultRule,
  service: string,
  handler: RequestListener,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (rule.delayMs) await delay(rule.delayMs);
  if (rule.when === 'before') return answerError(rule, service, response);
  if (rule.when !== 'delay') {
    replaceReply(response, () => {
      if (rule.when === 'drop-reply') request.socket.destroy();
      else answerError(rule, service, response);
    });
  }
  handler(request, response);
}

/** Lets the handler do its work but answers something else once it is done. */
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

function answerError(rule: FaultRule, service: string, response: ServerResponse): void {
  const code = rule.error ?? 'InternalServerError';
  sendError(response, service, code, 'Injected by the local cloud', statusOf(code));
}

/** Answers an error as the service's protocol writes it: XML for S3, else JSON with `__type`. */
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

/** Answers a JSON body with its length and a request id. */
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

/** The whole body of a request. */
export function readBody(request: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)));
    request.on('error', reject);
  });
}
