import { EventEmitter } from 'node:events';
import { constants } from 'node:os';
import { Writable } from 'node:stream';
import { format } from 'node:util';

/** Thrown by `process.exit`, so that nothing after it runs. */
export class Exit extends Error {
  readonly code: number;

  constructor(code: number) {
    super(`exit status ${code}`);
    this.code = code;
  }
}

export interface GlobalsOptions {
  readonly variables: Readonly<Record<string, string>>;
  readonly jsonLogs: boolean;
  /** The request that runs, for log lines. */
  readonly requestId: () => string;
  readonly onLine: (line: string) => void;
  readonly onExit: (code: number) => void;
}

/** The environment's own `process`, `console` and global object. */
export function globalsOf(options: GlobalsOptions): {
  readonly process: NodeJS.Process;
  readonly console: Console;
  readonly global: object;
} {
  const ownProcess = processOf(options);
  const ownConsole = consoleOf(options, ownProcess);
  return { process: ownProcess, console: ownConsole, global: globalOf({ process: ownProcess, console: ownConsole }) };
}

function processOf({ variables, onLine, onExit }: GlobalsOptions): NodeJS.Process {
  const emitter = new EventEmitter();
  const exit = (code = 0): never => {
    onExit(Number(code));
    throw new Exit(Number(code));
  };
  const own: Record<string, unknown> = {
    env: { ...variables },
    argv: ['/var/lang/bin/node', '/var/runtime/index.mjs'],
    stdout: linesTo(onLine),
    stderr: linesTo(onLine),
    exitCode: undefined,
    exit,
    reallyExit: exit,
    // Other environments and the cloud itself are the same process.
    kill(pid: number, signal: NodeJS.Signals | number = 'SIGTERM') {
      if (signal === 0 || (pid > 0 && pid !== process.pid)) return process.kill(pid, signal);
      return exit(128 + (typeof signal === 'number' ? signal : constants.signals[signal]));
    },
  };
  for (const method of ['on', 'once', 'off', 'addListener', 'removeListener', 'removeAllListeners', 'emit'] as const) {
    own[method] = emitter[method].bind(emitter);
  }
  for (const method of ['listeners', 'listenerCount', 'eventNames', 'setMaxListeners'] as const) {
    own[method] = emitter[method].bind(emitter);
  }
  return Object.create(process, Object.getOwnPropertyDescriptors(own)) as NodeJS.Process;
}

function linesTo(onLine: (line: string) => void): Writable {
  let rest = '';
  return new Writable({
    decodeStrings: false,
    write(chunk: string | Buffer, _encoding, done) {
      const lines = `${rest}${chunk}`.split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) onLine(line);
      done();
    },
  });
}

/** Lambda's own line format; a JSON line when the function's LoggingConfig asks for it. */
function consoleOf({ jsonLogs, requestId }: GlobalsOptions, { stdout }: NodeJS.Process): Console {
  const line = (level: string, parts: unknown[]): string => {
    const timestamp = new Date().toISOString();
    const text = format(...parts);
    return jsonLogs
      ? JSON.stringify({ timestamp, level, requestId: requestId(), message: text })
      : `${timestamp}\t${requestId() || 'undefined'}\t${level}\t${text.replaceAll('\n', '\r')}`;
  };
  const own = Object.create(console) as Console;
  for (const [method, level] of [
    ['log', 'INFO'],
    ['info', 'INFO'],
    ['debug', 'DEBUG'],
    ['trace', 'TRACE'],
    ['warn', 'WARN'],
    ['error', 'ERROR'],
  ] as const) {
    own[method] = (...parts: unknown[]) => void stdout.write(`${line(level, parts)}\n`);
  }
  return own;
}

/** The thread's global object with own additions: what one environment sets, no other sees. */
function globalOf(own: Record<PropertyKey, unknown>): object {
  const global: object = new Proxy(own, {
    get: (target, name) => (name in target ? target[name] : Reflect.get(globalThis, name)),
    has: (target, name) => name in target || name in globalThis,
    getOwnPropertyDescriptor(target, name) {
      const descriptor =
        Object.getOwnPropertyDescriptor(target, name) ?? Object.getOwnPropertyDescriptor(globalThis, name);
      return descriptor && { ...descriptor, configurable: true };
    },
    ownKeys: (target) => [...new Set([...Reflect.ownKeys(target), ...Reflect.ownKeys(globalThis)])],
  });
  Object.assign(own, { globalThis: global, global });
  return global;
}
