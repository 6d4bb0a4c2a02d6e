import { EventEmitter } from 'node:events';
import http from 'node:http';
import https from 'node:https';
import { syncBuiltinESMExports } from 'node:module';
import { Readable } from 'node:stream';
import type { ServiceCall, ServiceReply } from './protocol.ts';
import { currentEnvironment, endEnvironment, hasEnded, inEnvironment } from './scope.ts';

/** The calls of this host's environments to local services, which travel as messages. */
export interface Calls {
  /** From now on, calls to these addresses travel as messages. */
  serve(origins: readonly string[]): void;
  answer(reply: ServiceReply): void;
  /** Breaks the call's connection. */
  lose(id: number): void;
  /** Forgets the calls of an environment that has ended, and refuses any other. */
  cutOff(environment: number): void;
}

/**
 * Replaces `http.request` in this thread, which the AWS SDK and other clients send through. A call
 * to any other address takes a socket as usual.
 */
export function callsOf(send: (environment: number, call: ServiceCall) => void): Calls {
  const served = new Set<string>();
  const open = new Map<number, PortRequest>();
  let count = 0;

  const intercept =
    (request: typeof http.request): typeof http.request =>
    (...parameters: unknown[]) => {
      const environment = currentEnvironment();
      if (hasEnded(environment)) return brokenRequest();
      const target = environment === undefined ? undefined : targetOf(parameters);
      if (environment === undefined || !target || !served.has(target.origin)) {
        return (request as (...all: unknown[]) => http.ClientRequest)(...parameters);
      }
      count += 1;
      const id = count;
      const made = new PortRequest(environment, target, (body) => {
        if (hasEnded(environment)) return;
        open.set(id, made);
        const { origin, method, path } = target;
        send(environment, { id, origin, method, path, headers: made.headers, body });
      });
      const callback = parameters.find((parameter) => typeof parameter === 'function');
      if (callback) made.once('response', callback as () => void);
      return made as unknown as http.ClientRequest;
    };

  for (const module of [http, https] as const) {
    module.request = intercept(module.request as typeof http.request) as typeof module.request;
    module.get = ((...parameters: Parameters<typeof http.request>) => {
      const made = module.request(...parameters);
      made.end();
      return made;
    }) as typeof module.get;
  }
  syncBuiltinESMExports();
  refuseFetchOfEnded();

  const close = (id: number): PortRequest | undefined => {
    const request = open.get(id);
    open.delete(id);
    return request;
  };
  return {
    serve(origins) {
      for (const origin of origins) served.add(origin);
    },
    answer: (reply) => close(reply.id)?.receive(reply),
    lose: (id) => close(id)?.break(),
    cutOff(environment) {
      endEnvironment(environment);
      for (const [id, request] of open) if (request.environment === environment) open.delete(id);
    },
  };
}

function refuseFetchOfEnded(): void {
  const { fetch } = globalThis;
  // It never settles: there is no one left to tell.
  globalThis.fetch = (...parameters) => (hasEnded() ? new Promise(() => undefined) : fetch(...parameters));
}

interface Target {
  readonly origin: string;
  readonly method: string;
  readonly path: string;
  readonly headers: http.OutgoingHttpHeaders;
}

/** Reads the parameters of `http.request`: a URL, options, or both. */
function targetOf([first, second]: readonly unknown[]): Target | undefined {
  const url = typeof first === 'string' ? new URL(first) : first instanceof URL ? first : undefined;
  const options = ((url ? second : first) ?? {}) as http.RequestOptions;
  const host = options.hostname ?? options.host ?? url?.hostname;
  const port = options.port ?? url?.port;
  return {
    origin: `http://${host}:${port}`,
    method: options.method ?? 'GET',
    path: options.path ?? (url ? `${url.pathname}${url.search}` : '/'),
    headers: (options.headers ?? {}) as http.OutgoingHttpHeaders,
  };
}

const reset = (): Error => Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });

/** The request of an environment that has ended: it fails as one whose machine is gone. */
function brokenRequest(): http.ClientRequest {
  const request = new PortRequest(0, { origin: '', method: 'GET', path: '/', headers: {} }, () => undefined);
  return request as unknown as http.ClientRequest;
}

/** As much of `http.ClientRequest` as clients use, without a socket. */
class PortRequest extends EventEmitter {
  readonly environment: number;
  readonly headers: Record<string, string> = {};
  /** Clients that wait for a connection find one at once. */
  readonly socket = IDLE_SOCKET;
  destroyed = false;
  readonly #chunks: (string | Uint8Array)[] = [];
  readonly #send: (body: string | Uint8Array) => void;

  constructor(environment: number, { headers }: Target, send: (body: string | Uint8Array) => void) {
    super();
    this.environment = environment;
    this.#send = send;
    for (const name in headers) this.setHeader(name, headers[name] as string);
  }

  setHeader(name: string, value: string | number | readonly string[]): this {
    if (value !== undefined) this.headers[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : String(value);
    return this;
  }

  getHeader(name: string): string | undefined {
    return this.headers[name.toLowerCase()];
  }

  removeHeader(name: string): void {
    delete this.headers[name.toLowerCase()];
  }

  setTimeout(): this {
    return this;
  }

  setNoDelay(): void {}

  setSocketKeepAlive(): void {}

  flushHeaders(): void {}

  write(chunk: string | Uint8Array): boolean {
    this.#chunks.push(chunk);
    return true;
  }

  end(chunk?: string | Uint8Array | (() => void)): this {
    if (chunk !== undefined && typeof chunk !== 'function') this.#chunks.push(chunk);
    if (this.destroyed) return this;
    const [only = '', ...more] = this.#chunks;
    this.#send(more.length === 0 ? only : Buffer.concat(this.#chunks.map((part) => Buffer.from(part as string))));
    this.emit('finish');
    return this;
  }

  receive({ status, headers, body }: ServiceReply): void {
    if (this.destroyed) return;
    inEnvironment(this.environment, () => {
      this.emit('response', new PortResponse(status, headers, body));
      this.emit('close');
    });
  }

  /** As a connection that breaks before the response. */
  break(): void {
    inEnvironment(this.environment, () => this.destroy(reset()));
  }

  abort(): void {
    this.destroy();
  }

  destroy(error: Error = reset()): this {
    if (this.destroyed) return this;
    this.destroyed = true;
    process.nextTick(() => {
      if (this.listenerCount('error') > 0) this.emit('error', error);
      this.emit('close');
    });
    return this;
  }
}

const IDLE_SOCKET = {
  connecting: false,
  setKeepAlive: () => undefined,
  setTimeout: () => undefined,
  setNoDelay: () => undefined,
  on: () => undefined,
  once: () => undefined,
  removeListener: () => undefined,
  destroy: () => undefined,
};

/** As much of `http.IncomingMessage` as clients use. */
class PortResponse extends Readable {
  readonly statusCode: number;
  readonly statusMessage = '';
  readonly httpVersion = '1.1';
  readonly headers: Readonly<Record<string, string>>;
  readonly complete = true;
  readonly #body: Buffer;

  constructor(status: number, headers: Readonly<Record<string, string>>, body: string | Uint8Array) {
    super();
    this.statusCode = status;
    this.headers = headers;
    this.#body = Buffer.from(body as string);
  }

  get rawHeaders(): string[] {
    return Object.entries(this.headers).flat();
  }

  override _read(): void {
    if (this.#body.length > 0) this.push(this.#body);
    this.push(null);
  }

  /** The AWS SDK collects a body so; the way through the stream would take ten times as long. */
  override pipe<Destination extends NodeJS.WritableStream>(destination: Destination): Destination {
    destination.end(this.#body);
    return destination;
  }
}
