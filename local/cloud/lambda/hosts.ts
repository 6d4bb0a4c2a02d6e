import { availableParallelism } from 'node:os';
import { type EventLoopUtilization, performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { buildSync } from 'esbuild';
import type { ApiHandlers } from '../services/api.ts';
import { ReplyDropped } from '../services/api.ts';
import type { EnvironmentSettings, FromEnvironment, FromHost, ServiceCall, ToHost } from './host/protocol.ts';

/** The messages of a host to an environment's owner. */
export interface HostEvents {
  /** A message of the environment itself; calls to services are answered before. */
  readonly onMessage: (message: Exclude<FromEnvironment, { kind: 'call' }>) => void;
  /** The whole thread has ended, and the environment with it. */
  readonly onEnd: (cause: HostEnd) => void;
}

/** Why a host ended: stopped on purpose, or out of memory. */
export type HostEnd = 'stopped' | 'out-of-memory';

/** An environment's place in a host. */
export interface Seat {
  post(invocation: Extract<ToHost, { kind: 'invoke' }>['invocation']): void;
  /** Nothing that the environment does from now on has an effect. */
  leave(): void;
  /** Whether the thread answers within a generous time: it does not while a function loops. */
  answers(): Promise<boolean>;
  /** Ends the thread and every environment in it. */
  endHost(): Promise<void>;
}

export interface HostsOptions {
  /** The services that functions reach without a socket. */
  readonly apis: ApiHandlers;
  /** Threads. */
  readonly count?: number;
}

/** The threads that hold the execution environments of all functions. */
export interface Hosts {
  /** Starts an environment in the host that has the fewest. */
  start(settings: EnvironmentSettings, variables: Readonly<Record<string, string>>, events: HostEvents): Promise<Seat>;
  /** Whether a thread has time for more. With none, another environment only adds to their work. */
  haveTime(): boolean;
  stop(): Promise<void>;
}

/** The code of a host in one text, made once: a thread that strips types itself starts slower. */
let bundled: URL | undefined;

function hostUrl(): URL {
  if (bundled) return bundled;
  // At once, so that esbuild's process ends with it instead of staying for more.
  const { outputFiles } = buildSync({
    entryPoints: [fileURLToPath(new URL('./host/main.ts', import.meta.url))],
    ...{ bundle: true, write: false, platform: 'node', format: 'esm', target: 'node24' },
  });
  const code = Buffer.from(outputFiles[0]?.contents ?? []).toString('base64');
  bundled = new URL(`data:text/javascript;base64,${code}`);
  return bundled;
}

/** Two threads use two cores; more share their compiled code less. */
const DEFAULT_COUNT = Math.max(2, Math.min(4, availableParallelism()));

export function createHosts({ apis, count = DEFAULT_COUNT }: HostsOptions): Hosts {
  const hosts = new Set<Host>();
  let environments = 0;
  let stopping = false;

  const place = (): Host => {
    const url = hostUrl();
    const alive = [...hosts].filter(({ isAlive, isSuspect }) => isAlive && !isSuspect);
    const emptiest = alive.reduce<Host | undefined>(
      (best, host) => (best === undefined || host.size < best.size ? host : best),
      undefined,
    );
    if (emptiest && (alive.length >= count || emptiest.size === 0)) return emptiest;
    const host = new Host(url, apis, () => hosts.delete(host));
    hosts.add(host);
    return host;
  };

  return {
    async start(settings, variables, events) {
      if (stopping) throw new Error('Lambda has stopped.');
      environments += 1;
      return place().seat(environments, settings, variables, events);
    },
    haveTime: () => hosts.size < count || [...hosts].some((host) => host.isAlive && host.utilization() < BUSY),
    async stop() {
      stopping = true;
      await Promise.all([...hosts].map((host) => host.end()));
    },
  };
}

/** The part of a moment that a thread works, from which on it has no time for more. */
const BUSY = 0.7;
const MOMENT_MS = 100;
/** So long may a thread take to answer before it counts as blocked, also on a busy machine. */
const PATIENCE_MS = 3_000;
/** A larger nursery than V8's keeps the garbage of a call from being kept: a third less memory. */
const YOUNG_MB = 96;
/** The heap of a thread in MB. */
const HEAP_MB = 1_024;

class Host {
  readonly #worker: Worker;
  readonly #apis: ApiHandlers;
  readonly #seats = new Map<number, HostEvents>();
  readonly #exited: Promise<void>;
  #outbox: ToHost[] = [];
  #pongs: (() => void)[] = [];
  #questions = 0;
  #end: HostEnd = 'stopped';
  #measuredAt = 0;
  #loop: EventLoopUtilization = { idle: 0, active: 0, utilization: 0 };
  #utilization = 0;
  isAlive = true;

  constructor(url: URL, apis: ApiHandlers, onEnd: () => void) {
    this.#apis = apis;
    this.#worker = new Worker(url, {
      ...{ name: 'lambda', env: {}, argv: [], execArgv: ['--no-warnings'], stdout: true, stderr: true },
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MB, maxYoungGenerationSizeMb: YOUNG_MB },
    });
    this.#worker.unref();
    this.#worker.on('message', (messages: readonly FromHost[]) => {
      for (const message of messages) this.#receive(message);
    });
    this.#worker.on('error', (error) => {
      if ((error as { code?: string }).code === 'ERR_WORKER_OUT_OF_MEMORY') this.#end = 'out-of-memory';
    });
    this.#exited = new Promise((resolve) => {
      this.#worker.once('exit', () => {
        this.isAlive = false;
        onEnd();
        for (const { onEnd: tell } of this.#seats.values()) tell(this.#end);
        this.#seats.clear();
        resolve();
      });
    });
  }

  /** Whether it is unclear if the thread is blocked: no environment should start in it. */
  get isSuspect(): boolean {
    return this.#questions > 0;
  }

  /** The part of the last moment that the thread worked, 0 to 1; at first, of its whole life. */
  utilization(): number {
    const at = performance.now();
    if (at - this.#measuredAt < MOMENT_MS) return this.#utilization;
    const { eventLoopUtilization } = this.#worker.performance;
    const loop = eventLoopUtilization();
    this.#utilization = eventLoopUtilization(loop, this.#loop).utilization;
    this.#loop = loop;
    this.#measuredAt = at;
    return this.#utilization;
  }

  get size(): number {
    return this.#seats.size;
  }

  seat(
    environment: number,
    settings: EnvironmentSettings,
    variables: Readonly<Record<string, string>>,
    events: HostEvents,
  ): Seat {
    this.#seats.set(environment, events);
    this.#post({ kind: 'start', environment, settings, variables, origins: [...this.#apis.keys()] });
    return {
      post: (invocation) => this.#post({ kind: 'invoke', environment, invocation }),
      leave: () => {
        this.#seats.delete(environment);
        if (this.isAlive) this.#post({ kind: 'end', environment });
      },
      answers: () => this.#answers(),
      endHost: () => this.end(),
    };
  }

  async end(): Promise<void> {
    this.isAlive = false;
    await this.#worker.terminate();
    await this.#exited;
  }

  /** Posts once for all that one turn of the event loop sends. */
  #post(message: ToHost): void {
    if (this.#outbox.push(message) === 1) setImmediate(() => this.#flush());
  }

  #flush(): void {
    const messages = this.#outbox;
    this.#outbox = [];
    if (this.isAlive) this.#worker.postMessage(messages);
  }

  async #answers(): Promise<boolean> {
    if (!this.isAlive) return false;
    this.#questions += 1;
    return new Promise<boolean>((resolve) => {
      const timer = setTimeout(() => resolve(false), PATIENCE_MS);
      this.#pongs.push(() => {
        clearTimeout(timer);
        resolve(true);
      });
      this.#post({ kind: 'ping' });
    }).finally(() => {
      this.#questions -= 1;
    });
  }

  #receive(message: FromHost): void {
    if (message.kind === 'pong') {
      for (const pong of this.#pongs.splice(0)) pong();
      return;
    }
    // An environment without a seat has ended: what it still sends has no effect.
    const events = this.#seats.get(message.environment);
    if (!events) return;
    if (message.message.kind === 'call') this.#serve(message.message.call);
    else events.onMessage(message.message);
  }

  #serve({ id, origin, method, path, headers, body }: ServiceCall): void {
    const handler = this.#apis.get(origin);
    if (!handler) {
      this.#post({ kind: 'lost', id });
      return;
    }
    try {
      const reply = handler({ method, path, headers, body });
      if (!(reply instanceof Promise)) this.#post({ kind: 'reply', reply: { id, ...reply } });
      else {
        reply.then(
          (later) => this.#post({ kind: 'reply', reply: { id, ...later } }),
          (error: unknown) => this.#fail(id, error),
        );
      }
    } catch (error) {
      this.#fail(id, error);
    }
  }

  #fail(id: number, error: unknown): void {
    if (error instanceof ReplyDropped) this.#post({ kind: 'lost', id });
    else this.#post({ kind: 'reply', reply: { id, status: 500, headers: {}, body: String(error) } });
  }
}
