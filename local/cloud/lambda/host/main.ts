/**
 * Runs in a host: a thread that holds execution environments, each with its own modules, globals
 * and variables. It imports only Node's own modules besides its neighbours, because it is started
 * from its bundled text.
 */
import { parentPort } from 'node:worker_threads';
import { callsOf } from './calls.ts';
import { setClock } from './clock.ts';
import { Instance } from './instance.ts';
import type { FromEnvironment, FromHost, ToHost } from './protocol.ts';
import { currentEnvironment } from './scope.ts';
import { stopTimersOfEnded } from './timers.ts';

const instances = new Map<number, Instance>();
const outbox: FromHost[] = [];
/** Node's own: the news that an environment has ended is posted after its end. */
const soon = setImmediate;

/** Posts once for all that one turn of the event loop sends. */
function post(message: FromHost): void {
  if (outbox.push(message) === 1) soon(flush);
}

function flush(): void {
  if (outbox.length > 0) parentPort?.postMessage(outbox.splice(0));
}

stopTimersOfEnded();
const calls = callsOf((environment, call) => send(environment, { kind: 'call', call }));

function send(environment: number, message: FromEnvironment): void {
  if (message.kind === 'crash') calls.cutOff(environment);
  post({ kind: 'environment', environment, message });
}

process.on('unhandledRejection', (reason) => crashed(reason, 'Runtime.UnhandledPromiseRejection'));
process.on('uncaughtException', (error) => crashed(error));

/** An error that nothing caught belongs to the environment in whose work it happened. */
function crashed(error: unknown, errorType?: string): void {
  const id = currentEnvironment();
  // Without an environment, it comes from one that has ended.
  if (id !== undefined) instances.get(id)?.crash(error, errorType);
}

parentPort?.on('message', (messages: readonly ToHost[]) => {
  for (const message of messages) receive(message);
});

function receive(message: ToHost): void {
  switch (message.kind) {
    case 'start': {
      const { environment, settings, variables, origins } = message;
      calls.serve(origins);
      const instance = new Instance(environment, settings, variables, (sent) => send(environment, sent));
      instances.set(environment, instance);
      instance.load();
      return;
    }
    case 'invoke':
      setClock(message.invocation.clockOffset);
      // At once, because the handler may never let the event loop turn again.
      send(message.environment, { kind: 'began' });
      flush();
      instances.get(message.environment)?.invoke(message.invocation);
      return;
    case 'end':
      instances.get(message.environment)?.end();
      instances.delete(message.environment);
      calls.cutOff(message.environment);
      return;
    case 'reply':
      calls.answer(message.reply);
      return;
    case 'lost':
      calls.lose(message.id);
      return;
    case 'ping':
      post({ kind: 'pong' });
  }
}
