/**
 * Runs inside the worker of an execution environment: loads the bundle, then handles one invocation
 * at a time. It imports only Node's own modules, because it is started from its transpiled text.
 */
import { createRequire, enableCompileCache } from 'node:module';
import { join } from 'node:path';
import { format, types } from 'node:util';
import { parentPort, workerData } from 'node:worker_threads';
import type { EnvironmentSettings, ErrorReport, InvokeMessage, WorkerMessage } from './protocol.ts';

type Handler = (event: unknown, context: unknown) => unknown;

const settings = workerData as EnvironmentSettings;
const send = (message: WorkerMessage): void => parentPort?.postMessage(message);
let requestId = '';
let clockOffset = 0;

class InitError extends Error {
  constructor(name: string, message: string) {
    super(message);
    this.name = name;
  }
}

patchConsole();
process.on('unhandledRejection', (reason) => {
  const message = reason instanceof Error ? `${reason.name}: ${reason.message}` : String(reason);
  const trace = reason instanceof Error ? (reason.stack ?? '').split('\n') : [];
  crash({ errorType: 'Runtime.UnhandledPromiseRejection', errorMessage: message, trace });
});
process.on('uncaughtException', (error) => crash(report(error)));

await load().then(
  (handler) => {
    parentPort?.on('message', (message: InvokeMessage) => void answer(handler, message));
    send({ kind: 'ready' });
  },
  (error) => {
    console.error('Init Error', JSON.stringify(report(error)));
    send({ kind: 'failed-init', error: report(error) });
  },
);

async function load(): Promise<Handler> {
  enableCompileCache(settings.compileCacheDir);
  const [file = 'index', name = 'handler'] = settings.handler.split('.');
  const appId = process.env.AWS_SDK_UA_APP_ID;
  const loaded = loadModule(file);
  // Powertools appends its own name, which makes it too long for the SDK and unknown to the fault
  // switch.
  process.env.AWS_SDK_UA_APP_ID = appId;
  const handler = loaded[name];
  if (typeof handler !== 'function') {
    throw new InitError('Runtime.HandlerNotFound', `${settings.handler} is undefined or not exported`);
  }
  return handler as Handler;
}

function loadModule(file: string): Record<string, unknown> {
  const path = join(settings.taskRoot, file);
  try {
    return createRequire(join(settings.taskRoot, 'package.json'))(path) as Record<string, unknown>;
  } catch (error) {
    if ((error as { code?: string }).code !== 'MODULE_NOT_FOUND') throw error;
    throw new InitError('Runtime.ImportModuleError', `Error: ${(error as Error).message}`);
  }
}

async function answer(handler: Handler, message: InvokeMessage): Promise<void> {
  requestId = message.requestId;
  process.env._X_AMZN_TRACE_ID = message.traceId;
  setClock(message.clockOffset);
  try {
    const result = await handler(JSON.parse(message.event), contextOf(message));
    send({ kind: 'answer', requestId: message.requestId, result: JSON.stringify(result) ?? 'null' });
  } catch (error) {
    console.error('Invoke Error', JSON.stringify(report(error)));
    send({ kind: 'error', requestId: message.requestId, error: report(error) });
  }
}

function contextOf(message: InvokeMessage): Record<string, unknown> {
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionName: settings.functionName,
    functionVersion: '$LATEST',
    invokedFunctionArn: settings.functionArn,
    memoryLimitInMB: String(settings.memoryMb),
    awsRequestId: message.requestId,
    logGroupName: settings.logGroupName,
    logStreamName: settings.logStreamName,
    getRemainingTimeInMillis: () => Math.max(0, message.deadline - Date.now()),
  };
}

/** The error as Lambda reports it. */
function report(error: unknown): ErrorReport {
  if (types.isNativeError(error) || error instanceof Error) {
    return { errorType: error.name, errorMessage: error.message, trace: (error.stack ?? '').split('\n') };
  }
  return { errorType: typeof error, errorMessage: String(error), trace: [] };
}

function crash(error: ErrorReport): void {
  console.error('Invoke Error', JSON.stringify(error));
  send({ kind: 'crash', error });
  process.exitCode = 129;
  // Let the worker send its log output first.
  setImmediate(() => process.exit(129));
}

/** Lambda's own line format; a JSON line when the function's LoggingConfig asks for it. */
function patchConsole(): void {
  const line = (level: string, parts: unknown[]): string => {
    const timestamp = new Date().toISOString();
    const text = format(...parts);
    return settings.jsonLogs
      ? JSON.stringify({ timestamp, level, requestId, message: text })
      : `${timestamp}\t${requestId || 'undefined'}\t${level}\t${text.replaceAll('\n', '\r')}`;
  };
  for (const [method, level] of [
    ['log', 'INFO'],
    ['info', 'INFO'],
    ['debug', 'DEBUG'],
    ['trace', 'TRACE'],
    ['warn', 'WARN'],
    ['error', 'ERROR'],
  ] as const) {
    console[method] = (...parts: unknown[]) => void process.stdout.write(`${line(level, parts)}\n`);
  }
}

/** Sets this environment's clock to the cloud's, which a test may have set ahead. */
function setClock(offset: number): void {
  if (offset === clockOffset) return;
  const isPatched = clockOffset !== 0;
  clockOffset = offset;
  if (isPatched) return;
  const MachineDate = Date;
  globalThis.Date = new Proxy(MachineDate, {
    construct: (target, parts, newTarget) =>
      Reflect.construct(target, parts.length === 0 ? [target.now() + clockOffset] : parts, newTarget),
    apply: (target) => new target(target.now() + clockOffset).toString(),
    get: (target, name, receiver) =>
      name === 'now' ? () => target.now() + clockOffset : Reflect.get(target, name, receiver),
  });
}
