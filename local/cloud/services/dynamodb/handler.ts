import { isUtf8 } from 'node:buffer';
import type { Consumed } from '../../../dynamodb/capacity.ts';
import type { Answer, Engine, Held } from '../../../dynamodb/engine.ts';
import { DynamoDbError } from '../../../dynamodb/errors.ts';
import type { Json } from '../../../dynamodb/input.ts';
import type { FaultSwitch } from '../../faults/switch.ts';
import type { Meter } from '../../usage.ts';
import {
  type ApiHandler,
  type ApiReply,
  type ApiRequest,
  callerOf,
  type FaultyOptions,
  jsonReply,
  textOf,
  withFaults,
} from '../api.ts';

export interface DynamoDbHandler {
  /** Answers a call; at once unless it is a writing transaction. */
  readonly answer: ApiHandler;
  /** Answers as if a transaction held the first item of the call. */
  readonly refuse: (request: ApiRequest) => ApiReply;
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

/** The operation of a request, e.g. `GetItem`. */
export function operationOf({ headers }: ApiRequest): string {
  const target = headers['x-amz-target'] ?? '';
  return target.slice(target.indexOf('.') + 1);
}

/** DynamoDB's API on top of the engine. */
export function createHandler({ engine, faults, meter }: HandlerOptions): DynamoDbHandler {
  const count = (operation: string, caller: string | undefined, consumed: readonly Consumed[]): void => {
    const unit = WRITES.has(operation) ? 'write units' : 'read units';
    for (const { table, units } of consumed) {
      const what = { service: 'dynamodb', unit, resource: table, operation };
      meter?.(caller === undefined ? what : { ...what, function: caller }, units);
    }
  };

  const finish = (operation: string, caller: string | undefined, run: () => Answer): ApiReply => {
    try {
      const { output, consumed } = run();
      count(operation, caller, consumed);
      return jsonReply(200, output);
    } catch (error) {
      return refusal(error);
    }
  };

  const begin = (operation: string, request: ApiRequest, caller: string | undefined): Answer | Held => {
    if (WRITES.has(operation)) {
      const stale = faults.take({ service: 'dynamodb', operation, function: caller }, ['stale-index']);
      engine.store.indexLagMs = stale?.delayMs ?? 0;
    }
    return engine.begin(operation, inputOf(request));
  };

  return {
    answer(request) {
      const operation = operationOf(request);
      const caller = callerOf(request);
      let begun: Answer | Held;
      try {
        begun = begin(operation, request, caller);
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
    refuse: (request) =>
      finish(operationOf(request), callerOf(request), () => engine.refuse(operationOf(request), inputOf(request))),
  };
}

function inputOf(request: ApiRequest): Json {
  try {
    const body = textOf(request);
    const parsed: unknown = JSON.parse(body === '' ? '{}' : body);
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed) && isText(request, body, parsed)) {
      return parsed as Json;
    }
  } catch {
    // It is reported below.
  }
  throw new DynamoDbError('SerializationException', 'The request body is not a JSON object in UTF-8');
}

const ESCAPED_SURROGATE = /\\u[dD][89a-fA-F]/;

/**
 * Whether the body is UTF-8, and all names and texts in it are Unicode. JSON can escape half of a
 * surrogate pair, and DynamoDB's strings are UTF-8, which cannot hold it. AWS does not say what it
 * answers to that: this engine stores nothing that might come back as something else.
 */
function isText(request: ApiRequest, body: string, parsed: object): boolean {
  if (typeof request.body !== 'string' && !isUtf8(request.body)) return false;
  if (!ESCAPED_SURROGATE.test(body)) return true;
  for (const open: unknown[] = [parsed]; open.length > 0; ) {
    const value = open.pop();
    if (typeof value === 'string' && !value.isWellFormed()) return false;
    if (typeof value !== 'object' || value === null) continue;
    for (const member of Object.entries(value).flat()) open.push(member);
  }
  return true;
}

/** The members whose name begins with a capital letter in a transaction's error only. */
const messageOf = ({ name, message }: Error) =>
  name === 'TransactionCanceledException' ? { Message: message } : { message };

function refusal(error: unknown): ApiReply {
  if (!(error instanceof DynamoDbError)) throw error;
  const { name, details } = error;
  const namespace = /^(Validation|Serialization|UnknownOperation)/.test(name)
    ? 'com.amazon.coral.service#'
    : 'com.amazonaws.dynamodb.v20120810#';
  const namespaced = name === 'ValidationException' ? 'com.amazon.coral.validate#' : namespace;
  const body = { __type: `${namespaced}${name}`, ...messageOf(error), ...details };
  return jsonReply(400, body, { 'x-amzn-errortype': name });
}

/** DynamoDB's API behind the fault switch. */
export const faultyDynamoDb = ({ answer, refuse }: DynamoDbHandler, faults: FaultyOptions['faults']): ApiHandler =>
  withFaults(answer, {
    faults,
    callOf: (request) => ({ service: 'dynamodb', operation: operationOf(request) }),
    refuseAsConflict: refuse,
  });
