import { join } from 'node:path';
import { types } from 'node:util';
import { Exit, globalsOf } from './globals.ts';
import { Modules, noteUse } from './modules.ts';
import type { EnvironmentSettings, ErrorReport, FromEnvironment, Invocation } from './protocol.ts';
import { inEnvironment } from './scope.ts';

type Handler = (event: unknown, context: unknown) => unknown;

class InitError extends Error {
  constructor(name: string, message: string) {
    super(message);
    this.name = name;
  }
}

/** One execution environment within this host. It runs one invocation at a time. */
export class Instance {
  readonly #id: number;
  readonly #settings: EnvironmentSettings;
  readonly #send: (message: FromEnvironment) => void;
  readonly #globals: ReturnType<typeof globalsOf>;
  #handler: Handler | undefined;
  #file = '';
  #requestId = '';
  #hasEnded = false;

  constructor(
    id: number,
    settings: EnvironmentSettings,
    variables: Readonly<Record<string, string>>,
    send: (message: FromEnvironment) => void,
  ) {
    this.#id = id;
    this.#settings = settings;
    this.#send = (message) => {
      if (!this.#hasEnded) send(message);
    };
    this.#globals = globalsOf({
      ...{ variables, jsonLogs: settings.jsonLogs, requestId: () => this.#requestId },
      onLine: (line) => this.#send({ kind: 'line', line }),
      onExit: (code) => this.#exit(code),
    });
  }

  /** The init phase. */
  load(): void {
    inEnvironment(this.#id, () => {
      try {
        this.#handler = this.#loadHandler();
        this.#send({ kind: 'ready' });
      } catch (error) {
        if (error instanceof Exit) return;
        this.#globals.console.error('Init Error', JSON.stringify(report(error)));
        this.#send({ kind: 'failed-init', error: report(error) });
      }
    });
  }

  #loadHandler(): Handler {
    const { taskRoot, handler: setting, compileCacheDir } = this.#settings;
    const [file = 'index', name = 'handler'] = setting.split('.');
    const { env } = this.#globals.process;
    const appId = env.AWS_SDK_UA_APP_ID;
    const loaded = this.#loadModule(new Modules(this.#globals, compileCacheDir), join(taskRoot, file));
    // Powertools appends its own name, which makes it too long for the SDK and unknown to the fault
    // switch.
    env.AWS_SDK_UA_APP_ID = appId;
    const handler = loaded[name];
    if (typeof handler !== 'function') {
      throw new InitError('Runtime.HandlerNotFound', `${setting} is undefined or not exported`);
    }
    if (handler.length === 3 && !types.isAsyncFunction(handler)) {
      throw new InitError('Runtime.CallbackHandlerDeprecated', 'Node.js 24 on Lambda has no callback-based handlers');
    }
    return handler as Handler;
  }

  #loadModule(modules: Modules, path: string): Record<string, unknown> {
    try {
      const { file, exports } = modules.load(path);
      this.#file = file;
      return exports as Record<string, unknown>;
    } catch (error) {
      if ((error as { code?: string }).code !== 'MODULE_NOT_FOUND') throw error;
      throw new InitError('Runtime.ImportModuleError', `Error: ${(error as Error).message}`);
    }
  }

  invoke(invocation: Invocation): void {
    const handler = this.#handler;
    if (!handler) return;
    this.#requestId = invocation.requestId;
    this.#globals.process.env._X_AMZN_TRACE_ID = invocation.traceId;
    void inEnvironment(this.#id, () => this.#run(handler, invocation));
  }

  async #run(handler: Handler, invocation: Invocation): Promise<void> {
    const { requestId, event } = invocation;
    try {
      const result = await handler(JSON.parse(event), this.#contextOf(invocation));
      this.#send({ kind: 'answer', requestId, result: JSON.stringify(result) ?? 'null' });
      noteUse(this.#file);
    } catch (error) {
      if (error instanceof Exit) return;
      this.#globals.console.error('Invoke Error', JSON.stringify(report(error)));
      this.#send({ kind: 'error', requestId, error: report(error) });
    }
  }

  #contextOf({ requestId, deadline }: Invocation): Record<string, unknown> {
    const { functionName, functionArn, memoryMb, logGroupName, logStreamName } = this.#settings;
    return {
      callbackWaitsForEmptyEventLoop: true,
      ...{ functionName, functionVersion: '$LATEST', invokedFunctionArn: functionArn },
      ...{ memoryLimitInMB: String(memoryMb), awsRequestId: requestId, logGroupName, logStreamName },
      getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
    };
  }

  /** Ends the environment because of an error that nothing caught. */
  crash(error: unknown, errorType?: string): void {
    if (error instanceof Exit) return;
    const { errorType: own, errorMessage, trace } = report(error);
    const shown =
      errorType === undefined
        ? { errorType: own, errorMessage, trace }
        : { errorType, errorMessage: error instanceof Error ? `${own}: ${errorMessage}` : errorMessage, trace };
    this.#globals.console.error('Invoke Error', JSON.stringify(shown));
    this.#send({ kind: 'crash', error: shown });
    this.#hasEnded = true;
  }

  #exit(code: number): void {
    const reason = code ? `with error: exit status ${code}` : 'without providing a reason';
    const errorMessage = `RequestId: ${this.#requestId} Error: Runtime exited ${reason}`;
    this.#send({ kind: 'crash', error: { errorType: 'Runtime.ExitError', errorMessage, trace: [] } });
    this.#hasEnded = true;
  }

  /** From now on, nothing that the environment does has an effect. */
  end(): void {
    this.#hasEnded = true;
  }
}

function report(error: unknown): ErrorReport {
  if (types.isNativeError(error) || error instanceof Error) {
    return { errorType: error.name, errorMessage: error.message, trace: stackOf(error).split('\n') };
  }
  return { errorType: typeof error, errorMessage: String(error), trace: [] };
}

/** The code of a host is started from a URL that contains all of it. */
const stackOf = ({ stack }: Error): string =>
  String(stack ?? '').replaceAll(import.meta.url, 'file:///var/runtime/index.mjs');
