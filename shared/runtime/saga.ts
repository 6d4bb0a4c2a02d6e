import * as z from 'zod';
import { TransientFault } from '../kernel/faults.ts';
import type { Refusal } from '../kernel/result.ts';
import { logger, plainError } from './logger.ts';
import type {
  CaughtError,
  Exactly,
  SagaFunction,
  SagaHandler,
  SagaHandlers,
  SagaInput,
  SagaMachine,
} from './saga-machine.ts';
import { isTransient } from './transient.ts';

const inputSchema = z.object({
  step: z.string(),
  taskToken: z.string().optional(),
  error: z.object({ Error: z.string(), Cause: z.string().optional() }).optional(),
});

/**
 * A refusal on its way through the state machine. `Catch` lists its name; its message is the code
 * and detail as JSON.
 */
class SagaRefusal extends Error {
  constructor(name: string, refusal: Refusal) {
    super(messageOf(refusal));
    this.name = name;
  }
}

const messageOf = ({ code, detail }: Refusal): string => JSON.stringify({ code, detail });

/**
 * A refusal as the cause of a task's failure, in the form in which Lambda reports a thrown refusal.
 */
export const causeOf = (refusal: Refusal): string => JSON.stringify({ errorMessage: messageOf(refusal) });

const refusalSchema = z.object({ code: z.string(), detail: z.string() });
const causeSchema = z.object({ errorMessage: z.string() });

/** The refusal in the record of Catch. Undefined when a timeout or a fault was caught instead. */
export function refusalOf(error: CaughtError | undefined): Refusal | undefined {
  try {
    const cause = causeSchema.parse(JSON.parse(error?.Cause ?? ''));
    return refusalSchema.parse(JSON.parse(cause.errorMessage));
  } catch {
    return undefined;
  }
}

/**
 * Makes the Lambda handler of one of a machine's functions: one handler for each of its tasks.
 * Refusals become errors with the names that the machine catches. A transient fault becomes a
 * `TransientFault`, which the machine retries.
 *
 * @param functionName the function's name in the machine's data.
 * @param handlers one for each task of the function, by the task's name. A missing or superfluous
 * one does not compile. The same holds for a refusal code that the machine does not map to an
 * error.
 *
 * @example
 * export const handler = createSagaHandler(orderMachine, 'inventory-saga', {
 *   ReserveStock: async ({ orderId }) => reserveStock(store, systemClock, await linesOf(orderId)),
 *   CommitStock: ({ orderId }) => commitStock(store, systemClock, { orderId }),
 *   ReleaseStock: ({ orderId }) => releaseStock(store, systemClock, { orderId }),
 * });
 */
export function createSagaHandler<const M extends SagaMachine, F extends SagaFunction<M>, H extends SagaHandlers<M, F>>(
  machine: M,
  functionName: F,
  handlers: H & Exactly<M, F, H>,
) {
  const { steps, rescues, subject } = machine;
  const schema = inputSchema.extend({ [subject]: z.string() });
  const byStep = handlers as Readonly<Record<string, SagaHandler>>;
  return async (event: unknown): Promise<unknown> => {
    const input = schema.parse(event) as SagaInput;
    const handle = byStep[input.step];
    if (!handle) throw new Error(`${functionName} has no saga step ${input.step}.`);
    logger.appendKeys({ correlationId: input[subject], step: input.step });
    try {
      const result = await handle(input);
      if (result.ok) return result.value ?? {};
      const name = { ...steps, ...rescues }[input.step]?.refuses?.[result.refusal.code];
      if (!name) throw new Error(`No error name for the refusal ${result.refusal.code}.`);
      logger.info('refused', { code: result.refusal.code });
      throw new SagaRefusal(name, result.refusal);
    } catch (error) {
      if (error instanceof SagaRefusal) throw error;
      logger.error('step failed', { error: error as Error });
      if (isTransient(error)) throw new TransientFault((error as Error).message, { cause: error });
      throw error instanceof Error ? plainError(error) : error;
    }
  };
}
