import * as z from 'zod';
import { TransientFault } from '../kernel/faults.ts';
import type { Refusal, Result } from '../kernel/result.ts';
import { logger, plainError } from './logger.ts';
import { isTransient } from './transient.ts';

/** What the state machine sends a step: the order's id only. `taskToken` comes to steps that may answer later. */
const inputSchema = z.object({
  step: z.string(),
  orderId: z.string(),
  taskToken: z.string().optional(),
  /** What Catch recorded, for steps that end the order: `{ Error, Cause }`. */
  error: z.object({ Error: z.string(), Cause: z.string().optional() }).optional(),
});

export type SagaInput = z.output<typeof inputSchema>;

export type SagaStep = (input: SagaInput) => Promise<Result<unknown>>;

/** A refusal on its way through the state machine: its name is what `Catch` lists, its message carries code and detail as JSON. */
class SagaRefusal extends Error {
  constructor(name: string, refusal: Refusal) {
    super(messageOf(refusal));
    this.name = name;
  }
}

const messageOf = ({ code, detail }: Refusal): string => JSON.stringify({ code, detail });

/** A refusal as the cause of a task's failure, just as Lambda reports the one that a step throws. */
export const causeOf = (refusal: Refusal): string => JSON.stringify({ errorMessage: messageOf(refusal) });

const refusalSchema = z.object({ code: z.string(), detail: z.string() });
const causeSchema = z.object({ errorMessage: z.string() });

/** The refusal inside what Catch recorded, if that was one of ours; a timeout or a fault has none. */
export function refusalOf(error: SagaInput['error']): Refusal | undefined {
  try {
    const cause = causeSchema.parse(JSON.parse(error?.Cause ?? ''));
    return refusalSchema.parse(JSON.parse(cause.errorMessage));
  } catch {
    return undefined;
  }
}

/**
 * The Lambda handler of a domain's saga steps and their undos. Refusals become errors with the names that the ASL catches.
 *
 * @param errorNames refusal code → error name, e.g. `inventory.insufficient_stock` → `InsufficientStock`.
 */
export function createSagaHandler(
  steps: Readonly<Record<string, SagaStep>>,
  errorNames: Readonly<Record<string, string>>,
) {
  return async (event: unknown): Promise<unknown> => {
    const input = inputSchema.parse(event);
    const step = steps[input.step];
    if (!step) throw new Error(`No saga step ${input.step}.`);
    logger.appendKeys({ correlationId: input.orderId, step: input.step });
    try {
      const result = await step(input);
      if (result.ok) return result.value ?? {};
      const name = errorNames[result.refusal.code];
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
