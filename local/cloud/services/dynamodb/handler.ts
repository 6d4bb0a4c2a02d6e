import { randomUUID } from 'node:crypto';
import type { Consumed } from '../../../dynamodb/capacity.ts';
import type { Answer, Engine, Held } from '../../../dynamodb/engine.ts';
import { DynamoDbError } from '../../../dynamodb/errors.ts';
import type { Json } from '../../../dynamodb/input.ts';
import type { FaultSwitch } from '../../faults/switch.ts';
import type { Meter } from '../../usage.ts';

/** A call as it comes over any transport. */
export interface DynamoDbCall {
  /** The header `x-amz-target`, e.g. `DynamoDB_20120810.GetItem`. */
  readonly target: string;
  /** The JSON of the request. */
  readonly body: string;
  /** The calling function, if a function calls. */
  readonly caller?: string | undefined;
}

export interface DynamoDbReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** The JSON of the answer. */
  readonly body: string;
}

export interface DynamoDbHandler {
  /** Answers a call; at once unless it is a writing transaction. */
  answer(call: DynamoDbCall): DynamoDbReply | Promise<DynamoDbReply>;
  /** Answers as if a transaction held the first item of the call. */
  refuse(call: DynamoDbCall): DynamoDbReply;
}

export interface HandlerOptions {
  readonly engine: Engine;
  readonly faults: Pick<FaultSwitch, 'take'>;
  /** Called with the units that each call consumes. */
  readonly meter?: Meter | undefined;
}

const WRITES: ReadonlySet<string> = new Set([
  'PutItem',
  'UpdateItem',
  'DeleteItem',
  'BatchWriteItem',
  'TransactWriteItems',
]);

export const operationOf = (target: string): string => target.slice(target.indexOf('.') + 1);

/** DynamoDB's API on top of the engine. */
export function createHandler({ engine, faults, meter }: HandlerOptions): DynamoDbHandler {
  const count = (operation: string, caller: string | undefined, consumed: readonly Consumed[]): void => {
    const unit = WRITES.has(operation) ? 'write units' : 'read units';
    for (const { table, units } of consumed) {
      const what = { service: 'dynamodb', unit, resource: table, operation };
      meter?.(caller === undefined ? what : { ...what, function: caller }, units);
    }
  };

  const finish = (operation: string, caller: string | undefined, run: () => Answer): DynamoDbReply => {
    try {
      const { output, consumed } = run();
      count(operation, caller, consumed);
      return reply(200, output);
    } catch (error) {
      return refusal(error);
    }
  };

  const begin = (operation: string, body: string, caller: string | undefined): Answer | Held => {
    if (WRITES.has(operation)) {
      const stale = faults.take({ service: 'dynamodb', operation, function: caller }, ['stale-index']);
      engine.store.indexLagMs = stale?.delayMs ?? 0;
    }
    return engine.begin(operation, parse(body));
  };

  return {
    answer({ target, body, caller }) {
      const operation = operationOf(target);
      let begun: Answer | Held;
      try {
        begun = begin(operation, body, caller);
      } catch (error) {
        return refusal(error);
      }
      if (!('run' in begun)) {
        const answer = begun;
        return finish(operation, caller, () => answer);
      }
      // It holds its items for a turn of the event loop, in which those that came with it conflict.
      const { run } = begun;
      return new Promise((resolve) => {
        setImmediate(() => resolve(finish(operation, caller, run)));
      });
    },
    refuse: ({ target, body, caller }) =>
      finish(operationOf(target), caller, () => engine.refuse(operationOf(target), parse(body))),
  };
}

function parse(body: string): Json {
  try {
    const parsed: unknown = JSON.parse(body === '' ? '{}' : body);
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return parsed as Json;
  } catch {
    // It is reported below.
  }
  throw new DynamoDbError('SerializationException', 'The request body is not a JSON object');
}

function reply(status: number, output: unknown, headers: Readonly<Record<string, string>> = {}): DynamoDbReply {
  return {
    status,
    headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-requestid': randomUUID(), ...headers },
    body: JSON.stringify(output),
  };
}

/** The members whose name begins with a capital letter in a transaction's error only. */
const messageOf = ({ name, message }: Error) =>
  name === 'TransactionCanceledException' ? { Message: message } : { message };

function refusal(error: unknown): DynamoDbReply {
  if (!(error instanceof DynamoDbError)) throw error;
  const { name, details } = error;
  const namespace = /^(Validation|Serialization|UnknownOperation)/.test(name)
    ? 'com.amazon.coral.service#'
    : 'com.amazonaws.dynamodb.v20120810#';
  const namespaced = name === 'ValidationException' ? 'com.amazon.coral.validate#' : namespace;
  const body = { __type: `${namespaced}${name}`, ...messageOf(error), ...details };
  return reply(400, body, { 'x-amzn-errortype': name });
}
