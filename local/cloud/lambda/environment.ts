import { devNull } from 'node:os';
import type { InvocationResult } from '../cloud.ts';
import type { EnvironmentSettings, ErrorReport, FromEnvironment, Invocation } from './host/protocol.ts';
import type { HostEnd, Hosts, Seat } from './hosts.ts';
import { answerOf } from './limits.ts';
import { sourcePositions } from './source-positions.ts';

export interface EnvironmentOptions {
  readonly hosts: Hosts;
  readonly settings: EnvironmentSettings;
  readonly variables: Readonly<Record<string, string>>;
  readonly onLine: (line: string) => void;
}

/** The thread ended before the handler ran: another environment can take the invocation. */
export const NOT_BEGUN = Symbol('not begun');

type Outcome = InvocationResult | typeof NOT_BEGUN;

/** A longer init phase counts as a timeout. */
const initLimitMs = 10_000;

/**
 * One execution environment: its own modules, globals and variables in a thread that it shares. It
 * runs one invocation at a time and stays warm in between.
 */
export class ExecutionEnvironment {
  readonly #onLine: (line: string) => void;
  readonly #ready = Promise.withResolvers<ErrorReport | typeof NOT_BEGUN | undefined>();
  #seat: Seat | undefined;
  #answer: ((result: Outcome) => void) | undefined;
  #hasBegun = false;
  #requestId = '';
  #crash: ErrorReport | undefined;
  #isAlive = true;
  #isReady = false;
  lastUsedAt = Date.now();

  static async start(options: EnvironmentOptions): Promise<ExecutionEnvironment> {
    const environment = new ExecutionEnvironment(options.onLine);
    environment.#seat = await options.hosts.start(options.settings, options.variables, {
      onMessage: (message) => environment.#receive(message),
      onEnd: (cause) => environment.#hostEnded(cause),
    });
    return environment;
  }

  private constructor(onLine: (line: string) => void) {
    this.#onLine = onLine;
    void this.#ready.promise.then(() => {
      this.#isReady = true;
    });
  }

  /** True once the init phase is over, whether it succeeded or failed. */
  get isReady(): boolean {
    return this.#isReady;
  }

  /** False once the environment has ended for any reason; it cannot be used again. */
  get isAlive(): boolean {
    return this.#isAlive;
  }

  /**
   * Waits for the init phase, then runs the handler for at most `timeoutMs`. Ends the environment
   * after a timeout or a failed init.
   */
  async invoke(invocation: Omit<Invocation, 'deadline'>, timeoutMs: number, now: () => number): Promise<Outcome> {
    this.#requestId = invocation.requestId;
    const initError = await within(this.#ready.promise, initLimitMs + timeoutMs);
    if (initError === late) return this.#endLate(timeoutMs);
    if (initError === NOT_BEGUN) return NOT_BEGUN;
    if (initError !== undefined) return this.#end({ ok: false, ...initError });
    this.#hasBegun = false;
    const answer = new Promise<Outcome>((resolve) => {
      this.#answer = resolve;
    });
    if (!this.#isAlive) return { ok: false, ...(this.#crash ?? this.#exitError()) };
    this.#seat?.post({ ...invocation, deadline: now() + timeoutMs });
    const result = await within(answer, timeoutMs);
    this.lastUsedAt = Date.now();
    return result === late ? this.#endLate(timeoutMs) : result;
  }

  /** Ends the environment immediately, as a crash of its machine would. */
  async terminate(): Promise<void> {
    this.#end({ ok: false, ...(this.#crash ?? this.#exitError()) });
  }

  #end<Result extends Outcome>(result: Result): Result {
    if (this.#isAlive) this.#seat?.leave();
    this.#isAlive = false;
    this.#ready.resolve(this.#crash ?? this.#exitError());
    this.#finish(result);
    return result;
  }

  /** A function that loops blocks its thread, so the whole thread ends with it. */
  async #endLate(timeoutMs: number): Promise<InvocationResult> {
    const seconds = (timeoutMs / 1000).toFixed(2);
    const result = this.#end({
      ok: false,
      errorType: 'Sandbox.Timedout',
      errorMessage: `RequestId: ${this.#requestId} Error: Task timed out after ${seconds} seconds`,
    });
    void this.#seat?.answers().then((isResponsive) => (isResponsive ? undefined : this.#seat?.endHost()));
    return result;
  }

  #receive(message: Exclude<FromEnvironment, { kind: 'call' }>): void {
    switch (message.kind) {
      case 'ready':
        this.#ready.resolve(undefined);
        return;
      case 'failed-init':
        this.#ready.resolve(withPositions(message.error));
        return;
      case 'began':
        this.#hasBegun = true;
        return;
      case 'line':
        this.#onLine(message.line);
        return;
      case 'crash':
        this.#crash = withPositions(message.error);
        this.#end({ ok: false, ...this.#crash });
        return;
      case 'answer':
        if (message.requestId === this.#requestId) this.#finish(answerOf(message.result));
        return;
      case 'error':
        if (message.requestId === this.#requestId) this.#finish({ ok: false, ...withPositions(message.error) });
    }
  }

  #hostEnded(cause: HostEnd): void {
    if (cause === 'out-of-memory') {
      const errorMessage = 'Error: Runtime exited with error: signal: killed';
      this.#crash = { errorType: 'Runtime.OutOfMemory', errorMessage, trace: [] };
    }
    this.#ready.resolve(NOT_BEGUN);
    this.#end(this.#hasBegun ? { ok: false, ...(this.#crash ?? this.#exitError()) } : NOT_BEGUN);
  }

  #finish(result: Outcome): void {
    this.#answer?.(result);
    this.#answer = undefined;
  }

  #exitError(): ErrorReport {
    return {
      errorType: 'Runtime.ExitError',
      errorMessage: `RequestId: ${this.#requestId} Error: Runtime exited without providing a reason`,
      trace: [],
    };
  }
}

const withPositions = (error: ErrorReport): ErrorReport => ({ ...error, trace: error.trace.map(sourcePositions) });

const late = Symbol('late');

async function within<T>(promise: Promise<T>, ms: number): Promise<T | typeof late> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<typeof late>((resolve) => {
    timer = setTimeout(() => resolve(late), ms);
  });
  try {
    return await Promise.race([promise, limit]);
  } finally {
    clearTimeout(timer);
  }
}
/** The environment variables that every Lambda function has beside its own. */
export function runtimeVariables(settings: EnvironmentSettings, region: string): Record<string, string> {
  return {
    _HANDLER: settings.handler,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_LAMBDA_FUNCTION_NAME: settings.functionName,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(settings.memoryMb),
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: settings.logGroupName,
    AWS_LAMBDA_LOG_STREAM_NAME: settings.logStreamName,
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_SESSION_TOKEN: 'local',
    LAMBDA_TASK_ROOT: settings.taskRoot,
    LAMBDA_RUNTIME_DIR: '/var/runtime',
    NODE_OPTIONS: '--enable-source-maps',
    TZ: ':UTC',
    // The AWS profile of this machine's user must not reach the function.
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_EC2_METADATA_DISABLED: 'true',
    // At most 50 characters, or the SDK warns at every start.
    AWS_SDK_UA_APP_ID: settings.functionName.slice(0, 50),
  };
}
