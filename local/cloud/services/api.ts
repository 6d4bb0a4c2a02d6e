import { setTimeout as delay } from 'node:timers/promises';
import type { Fault } from '../faults/fault.ts';
import type { FaultSwitch } from '../faults/switch.ts';
import { AWS_TARGETS } from '../faults/targets.ts';
import { statusOf } from './aws-error.ts';

/** A request to a local service, over whatever transport it came. */
export interface ApiRequest {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

export interface ApiReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

/**
 * Answers a request; at once where it can, which saves a caller in this process a turn of the event
 * loop. Throws `ReplyDropped` to break the connection.
 */
export type ApiHandler = (request: ApiRequest) => ApiReply | Promise<ApiReply>;

/** The services by the origin of their address, e.g. `http://127.0.0.1:4100`. */
export type ApiHandlers = ReadonlyMap<string, ApiHandler>;

/** Breaks the connection instead of an answer. */
export class ReplyDropped extends Error {}

export interface Call {
  readonly service: string;
  readonly operation: string;
}

export interface FaultyOptions {
  readonly faults: Pick<FaultSwitch, 'take'>;
  /** The API call of a request; undefined for requests that faults never hit. */
  readonly callOf: (request: ApiRequest) => Call | undefined;
  /**
   * Refuses a request as if another transaction were under way; for services that have conflicts.
   */
  readonly refuseAsConflict?: ApiHandler;
}

/** The handler behind the fault switch. */
export function withFaults(handler: ApiHandler, options: FaultyOptions): ApiHandler {
  return (request) => {
    const call = options.callOf(request);
    const fault = call && options.faults.take({ ...call, function: callerOf(request) });
    return fault ? hurt(fault, call.service, handler, options, request) : handler(request);
  };
}

/**
 * The calling function. Its environment sets `AWS_SDK_UA_APP_ID` to its name, which the SDK puts
 * into the user agent.
 */
export const callerOf = ({ headers }: ApiRequest): string | undefined =>
  /(?:^| )app\/(\S+)/.exec(headers['user-agent'] ?? '')?.[1];

async function hurt(
  fault: Fault,
  service: string,
  handler: ApiHandler,
  { refuseAsConflict }: FaultyOptions,
  request: ApiRequest,
): Promise<ApiReply> {
  if (fault.delayMs) await delay(fault.delayMs);
  switch (fault.when) {
    case 'before':
    case 'throttle':
      return injected(fault, service);
    case 'conflict':
      if (!refuseAsConflict) throw new Error(`${service} knows of no conflicts.`);
      return refuseAsConflict(request);
    case 'after':
      await handler(request);
      return injected(fault, service);
    case 'drop-reply':
      await handler(request);
      throw new ReplyDropped();
    case 'duplicate': {
      const reply = await handler(request);
      // As a client that did not get the reply. No one reads the second one.
      void Promise.resolve(handler(request)).catch(() => undefined);
      return reply;
    }
    default:
      return handler(request);
  }
}

function injected(fault: Fault, service: string): ApiReply {
  const usual = fault.when === 'throttle' ? AWS_TARGETS[service]?.throttle : undefined;
  const code = fault.error ?? usual ?? 'InternalServerError';
  return errorReply(service, code, 'Injected by the local cloud', statusOf(code));
}

/** An error in the service's protocol: XML for S3, else JSON with `__type`. */
export function errorReply(service: string, code: string, message: string, status: number): ApiReply {
  if (service === 's3') {
    const body = `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`;
    return { status, headers: { 'content-type': 'application/xml' }, body };
  }
  const namespace = service === 'dynamodb' ? 'com.amazonaws.dynamodb.v20120810#' : '';
  return jsonReply(status, { __type: `${namespace}${code}`, message }, { 'x-amzn-errortype': code });
}

let requests = 0;

/** A JSON body with a request id. */
export function jsonReply(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): ApiReply {
  requests += 1;
  return {
    status,
    headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-requestid': `local-${requests}`, ...headers },
    body: JSON.stringify(body) ?? '',
  };
}

/** The body as text. */
export const textOf = ({ body }: Pick<ApiRequest, 'body'>): string =>
  typeof body === 'string' ? body : Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8');
