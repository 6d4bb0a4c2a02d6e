import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Clock, InvocationResult } from '../cloud.ts';
import type { Fault } from '../faults/fault.ts';
import type { FaultSwitch } from '../faults/switch.ts';
import { AWS_TARGETS } from '../faults/targets.ts';
import { ExecutionEnvironment, NOT_BEGUN } from './environment.ts';
import type { EnvironmentSettings } from './host/protocol.ts';
import type { Hosts } from './hosts.ts';
import type { LogTail } from './log-tail.ts';

export interface FunctionConfig {
  readonly name: string;
  readonly arn: string;
  readonly timeoutMs: number;
  /** Maximum of execution environments; 0 throttles every call. */
  readonly maxEnvironments: number;
  readonly settings: Omit<EnvironmentSettings, 'logStreamName'>;
  /** The whole `process.env` of the function; the settings name its log stream. */
  readonly variables: (settings: EnvironmentSettings) => Readonly<Record<string, string>>;
}

/**
 * A waiting call. Once `prepare` is called, an abort no longer removes it and it must get its
 * environment.
 */
interface Waiting {
  readonly prepare: () => (environment: ExecutionEnvironment | undefined) => void;
}

const idleLimitMs = 5 * 60_000;
const killWithinMs = 50;
/**
 * About the time that a start takes. Within it, an environment that becomes free serves the call
 * sooner and with less work.
 */
const patienceMs = 100;
/** After so many, calls get an environment also while all threads are busy. */
const mostPatiences = 10;
const THROTTLED = AWS_TARGETS.lambda?.throttle ?? '';

export interface PoolDependencies {
  readonly hosts: Hosts;
  /** Asked before each invocation. */
  readonly faults: FaultSwitch;
  readonly clock: Clock;
}

/** The execution environments of one function. Calls beyond the cap wait in order of arrival. */
export class FunctionPool {
  readonly config: FunctionConfig;
  readonly log: LogTail;
  readonly #hosts: Hosts;
  readonly #faults: FaultSwitch;
  readonly #clock: Clock;
  readonly #environments = new Set<ExecutionEnvironment>();
  readonly #idle: ExecutionEnvironment[] = [];
  readonly #line: Waiting[] = [];
  readonly #outdated = new WeakSet<ExecutionEnvironment>();
  #growth: NodeJS.Timeout | undefined;
  readonly #sweep: NodeJS.Timeout;
  #starting = 0;
  #stopped = false;
  #invocations = 0;
  #errors = 0;
  readonly #stopping = new AbortController();

  constructor(config: FunctionConfig, log: LogTail, { hosts, faults, clock }: PoolDependencies) {
    this.config = config;
    this.log = log;
    this.#hosts = hosts;
    this.#faults = faults;
    this.#clock = clock;
    this.#sweep = setInterval(() => this.#endIdle(), idleLimitMs / 10).unref();
  }

  /** Counters and state for the console. */
  status(): Record<string, number | string> {
    const { name, timeoutMs, settings } = this.config;
    return {
      name,
      timeoutMs,
      memoryMb: settings.memoryMb,
      environments: this.#environments.size,
      waiting: this.#line.length,
      invocations: this.#invocations,
      errors: this.#errors,
    };
  }

  /**
   * Runs one invocation of an event in JSON. An abort removes a call that still waits, and does not
   * stop one that runs.
   */
  async invoke(event: string, signal?: AbortSignal): Promise<InvocationResult> {
    const call = { service: 'lambda', operation: 'Invoke', function: this.config.name, event };
    const fault = this.#faults.take(call);
    if (fault?.when === 'before') return lost(fault);
    if (fault?.when === 'throttle') return failure(fault.error ?? THROTTLED, 'Rate Exceeded.');
    if (fault?.when === 'delay') await this.#holdUp(fault.delayMs ?? 0);
    if (this.config.maxEnvironments === 0) return failure(THROTTLED, 'Rate Exceeded.');
    if (fault?.when === 'duplicate') await this.#runSomewhere(event, fault, signal);
    const result = await this.#runSomewhere(event, fault, signal);
    return fault?.when === 'after' ? lost(fault) : result;
  }

  /**
   * Applies changed code. Idle environments end now, busy ones after their invocation, and the next
   * calls run the new code.
   */
  renew(): void {
    for (const environment of this.#environments) this.#outdated.add(environment);
    for (const environment of this.#idle.splice(0)) this.#end(environment);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#stopping.abort();
    clearInterval(this.#sweep);
    clearTimeout(this.#growth);
    for (const { prepare } of this.#line.splice(0)) prepare()(undefined);
    await Promise.all([...this.#environments].map((environment) => environment.terminate()));
  }

  /** Delays a call; it does not run at all if the function stops meanwhile. */
  #holdUp(milliseconds: number): Promise<void> {
    return delay(milliseconds, undefined, { signal: this.#stopping.signal }).catch(() => undefined);
  }

  async #runSomewhere(event: string, fault: Fault | undefined, signal?: AbortSignal): Promise<InvocationResult> {
    for (;;) {
      const environment = await this.#acquire(signal);
      if (environment === undefined) {
        return failure('Lambda.ServiceException', 'The function is not available any more.');
      }
      const result = await this.#run(environment, event, fault);
      if (result !== NOT_BEGUN) return result;
    }
  }

  async #run(
    environment: ExecutionEnvironment,
    event: string,
    fault: Fault | undefined,
  ): Promise<InvocationResult | typeof NOT_BEGUN> {
    const killer =
      fault?.when === 'kill'
        ? setTimeout(() => void environment.terminate(), fault.delayMs ?? Math.random() * killWithinMs)
        : undefined;
    const message = {
      requestId: randomUUID(),
      event,
      clockOffset: this.#clockOffset(),
      traceId: traceId(),
    };
    const result = await environment.invoke(message, this.config.timeoutMs, () => this.#clock.now());
    clearTimeout(killer);
    if (result === NOT_BEGUN) {
      this.#release(environment);
      return result;
    }
    this.#invocations += 1;
    if (!result.ok) {
      this.#errors += 1;
      // A function's own error is in its log already; an environment that ended could not write
      // there.
      if (!result.trace?.length && !this.#stopped)
        this.log.append(`${message.requestId}\tERROR\t${result.errorType}: ${result.errorMessage}`);
    }
    this.#release(environment);
    return result;
  }

  /** Small differences come from reading the clock twice, not from an offset. */
  #clockOffset(): number {
    const offset = this.#clock.now() - Date.now();
    return Math.abs(offset) < 5 ? 0 : offset;
  }

  async #acquire(signal: AbortSignal | undefined): Promise<ExecutionEnvironment | undefined> {
    if (this.#stopped || signal?.aborted) return undefined;
    const warm = this.#takeWarm();
    if (warm !== undefined) return warm;
    if (this.#environments.size + this.#starting === 0) return this.#start();
    return new Promise((resolve) => {
      const leave = (): void => {
        this.#line.splice(this.#line.indexOf(waiting), 1);
        resolve(undefined);
      };
      const waiting: Waiting = {
        prepare: () => {
          signal?.removeEventListener('abort', leave);
          return resolve;
        },
      };
      signal?.addEventListener('abort', leave, { once: true });
      this.#line.push(waiting);
      this.#growLater();
    });
  }

  /**
   * Adds one environment each time that calls still wait, and one start at a time: starts take the
   * cores from the calls.
   */
  #growLater(patiences = 1): void {
    this.#growth ??= setTimeout(() => {
      this.#growth = undefined;
      if (this.#environments.size + this.#starting >= this.config.maxEnvironments) return;
      const isStarting = [...this.#environments].some(({ isReady }) => !isReady);
      const grows = !isStarting && (patiences >= mostPatiences || this.#hosts.haveTime());
      const next = grows ? this.#line.shift() : undefined;
      if (next !== undefined) void this.#start().then(next.prepare());
      if (this.#line.length > 0) this.#growLater(grows ? 1 : patiences + 1);
    }, patienceMs);
  }

  #takeWarm(): ExecutionEnvironment | undefined {
    for (;;) {
      const environment = this.#idle.pop();
      if (environment === undefined || environment.isAlive) return environment;
      this.#environments.delete(environment);
    }
  }

  async #start(): Promise<ExecutionEnvironment | undefined> {
    this.#starting += 1;
    const date = new Date(this.#clock.now()).toISOString().slice(0, 10).replaceAll('-', '/');
    const settings = {
      ...this.config.settings,
      logStreamName: `${date}/[$LATEST]${randomBytes(16).toString('hex')}`,
    };
    try {
      const environment = await ExecutionEnvironment.start({
        hosts: this.#hosts,
        settings,
        variables: this.config.variables(settings),
        onLine: (line) => this.log.append(line),
      });
      if (this.#stopped) {
        await environment.terminate();
        return undefined;
      }
      this.#environments.add(environment);
      return environment;
    } finally {
      this.#starting -= 1;
    }
  }

  #release(environment: ExecutionEnvironment): void {
    const isOfUse = environment.isAlive && !this.#outdated.has(environment);
    if (!isOfUse) this.#end(environment);
    const next = this.#line.shift();
    if (next === undefined) {
      if (isOfUse) this.#idle.push(environment);
    } else if (isOfUse) next.prepare()(environment);
    else void this.#start().then(next.prepare());
  }

  #end(environment: ExecutionEnvironment): void {
    this.#environments.delete(environment);
    void environment.terminate();
  }

  #endIdle(): void {
    const deadline = Date.now() - idleLimitMs;
    for (const environment of this.#idle.splice(0)) {
      if (environment.isAlive && environment.lastUsedAt >= deadline) this.#idle.push(environment);
      else this.#end(environment);
    }
  }
}

function lost(fault: Fault): InvocationResult {
  return failure(fault.error ?? 'Lambda.ServiceException', 'The Lambda service failed (an injected fault).');
}

function failure(errorType: string, errorMessage: string): InvocationResult {
  return { ok: false, errorType, errorMessage };
}

function traceId(): string {
  const epoch = Math.floor(Date.now() / 1000).toString(16);
  return `Root=1-${epoch}-${randomBytes(12).toString('hex')};Parent=${randomBytes(8).toString('hex')};Sampled=0`;
}
