import { readFile } from 'node:fs/promises';
import { devNull } from 'node:os';
import { createInterface } from 'node:readline';
import { Worker } from 'node:worker_threads';
import { transform } from 'esbuild';
import type { InvocationResult } from '../cloud.ts';
import type { EnvironmentSettings, ErrorReport, InvokeMessage, WorkerMessage } from './protocol.ts';

export interface EnvironmentOptions {
  readonly settings: EnvironmentSettings;
  readonly variables: Readonly<Record<string, string>>;
  readonly onLine: (line: string) => void;
}

/** A longer init phase counts as a timeout. */
const initLimitMs = 10_000;

let bootstrapUrl: Promise<URL> | undefined;

/** Transpiled once: a worker that strips types itself takes about twice as long to start. */
function bootstrap(): Promise<URL> {
  bootstrapUrl ??= readFile(new URL('./bootstrap.ts', import.meta.url), 'utf8')
    .then((source) => transform(source, { loader: 'ts', format: 'esm', target: 'node24' }))
    .then(({ code }) => new URL(`data:text/javascript;base64,${Buffer.from(code).toString('base64')}`));
  return bootstrapUrl;
}

/**
 * One execution environment: a worker with its own variables that runs one invocation at a time and
 * stays warm in between.
 */
export class ExecutionEnvironment {
  readonly #worker: Worker;
  readonly #ready: Promise<ErrorReport | undefined>;
  readonly #exited: Promise<void>;
  #answer: ((result: InvocationResult) => void) | undefined;
  #requestId = '';
  #crash: ErrorReport | undefined;
  #isAlive = true;
  #isReady = false;
  lastUsedAt = Date.now();

  static async start(options: EnvironmentOptions): Promise<ExecutionEnvironment> {
    return new ExecutionEnvironment(await bootstrap(), options);
  }

  private constructor(url: URL, options: EnvironmentOptions) {
    const { settings, variables, onLine } = options;
    this.#worker = new Worker(url, {
      name: settings.functionName,
      workerData: settings,
      env: { ...variables },
      argv: [],
      execArgv: ['--enable-source-maps'],
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: settings.memoryMb },
    });
    createInterface({ input: this.#worker.stdout }).on('line', onLine);
    createInterface({ input: this.#worker.stderr }).on('line', onLine);
    this.#worker.unref();
    this.#ready = new Promise((resolve) => {
      this.#worker.on('message', (message: WorkerMessage) => {
        if (message.kind === 'ready') resolve(undefined);
        else if (message.kind === 'failed-init') resolve(message.error);
        else this.#receive(message);
      });
      this.#worker.once('exit', () => resolve(this.#crash ?? this.#exitError(undefined)));
    });
    void this.#ready.then(() => {
      this.#isReady = true;
    });
    this.#worker.on('error', (error) => {
      const isOutOfMemory = (error as { code?: string }).code === 'ERR_WORKER_OUT_OF_MEMORY';
      this.#crash ??= isOutOfMemory
        ? {
            errorType: 'Runtime.OutOfMemory',
            errorMessage: 'Error: Runtime exited with error: signal: killed',
            trace: [],
          }
        : { errorType: error.name, errorMessage: error.message, trace: (error.stack ?? '').split('\n') };
    });
    this.#exited = new Promise((resolve) => {
      this.#worker.once('exit', (code) => {
        this.#isAlive = false;
        this.#finish({ ok: false, ...(this.#crash ?? this.#exitError(code)) });
        resolve();
      });
    });
  }

  /** True once the init phase is over, whether it succeeded or failed. */
  get isReady(): boolean {
    return this.#isReady;
  }

  /** False once the worker has ended for any reason; it cannot be used again. */
  get isAlive(): boolean {
    return this.#isAlive;
  }

  /**
   * Waits for the init phase, then runs the handler for at most `timeoutMs`. Ends the worker after
   * a timeout or a failed init.
   */
  async invoke(
    message: Omit<InvokeMessage, 'deadline'>,
    timeoutMs: number,
    now: () => number,
  ): Promise<InvocationResult> {
    this.#requestId = message.requestId;
    const initError = await within(this.#ready, initLimitMs + timeoutMs);
    if (initError === late) return this.#end(this.#timeout(timeoutMs));
    if (initError !== undefined) return this.#end({ ok: false, ...initError });
    const answer = new Promise<InvocationResult>((resolve) => {
      this.#answer = resolve;
    });
    if (!this.#isAlive) return { ok: false, ...(this.#crash ?? this.#exitError(undefined)) };
    this.#worker.postMessage({ ...message, deadline: now() + timeoutMs } satisfies InvokeMessage);
    const result = await within(answer, timeoutMs);
    this.lastUsedAt = Date.now();
    return result === late ? this.#end(this.#timeout(timeoutMs)) : result;
  }

  /** Ends the worker immediately, as a crash of the machine would. */
  async terminate(): Promise<void> {
    if (this.#isAlive) await this.#worker.terminate();
    await this.#exited;
  }

  async #end(result: InvocationResult): Promise<InvocationResult> {
    this.#isAlive = false;
    await this.#worker.terminate();
    return result;
  }

  #receive(message: Extract<WorkerMessage, { kind: 'answer' | 'error' | 'crash' }>): void {
    if (message.kind === 'crash') this.#crash = message.error;
    else if (message.requestId !== this.#requestId) return;
    else if (message.kind === 'answer') this.#finish({ ok: true, payload: JSON.parse(message.result) });
    else this.#finish({ ok: false, ...message.error });
  }

  #finish(result: InvocationResult): void {
    this.#answer?.(result);
    this.#answer = undefined;
  }

  #timeout(timeoutMs: number): InvocationResult {
    const seconds = (timeoutMs / 1000).toFixed(2);
    return {
      ok: false,
      errorType: 'Sandbox.Timedout',
      errorMessage: `RequestId: ${this.#requestId} Error: Task timed out after ${seconds} seconds`,
    };
  }

  #exitError(code: number | undefined): ErrorReport {
    const reason = code ? `with error: exit status ${code}` : 'without providing a reason';
    return {
      errorType: 'Runtime.ExitError',
      errorMessage: `RequestId: ${this.#requestId} Error: Runtime exited ${reason}`,
      trace: [],
    };
  }
}

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
