import * as z from 'zod';
import type { LambdaFault, LambdaFaults } from './lambda/faults.ts';
import type { FaultRule, Faults } from './services/index.ts';

/** A failure to inject: into a function's invocations, or into the calls to an AWS service. */
export type Fault = LambdaFault | FaultRule;

/** One switch for both. */
export interface FaultSwitch {
  add(fault: Fault): void;
  clear(): void;
  /** The faults with calls left to hit. */
  list(): readonly Fault[];
}

export function createFaultSwitch(lambda: LambdaFaults, services: Faults): FaultSwitch {
  return {
    add(fault) {
      if (isLambdaFault(fault)) lambda.add(fault);
      else services.add(fault);
    },
    clear() {
      lambda.clear();
      services.clear();
    },
    list: () => [...lambda.list(), ...services.list()],
  };
}

const common = {
  function: z.string().optional(),
  error: z.string().optional(),
  times: z.int().positive().default(1),
  delayMs: z.number().nonnegative().optional(),
};

const schema = z.union([
  z.strictObject({
    service: z.literal('lambda'),
    when: z.enum(['before', 'after', 'kill', 'delay']),
    eventContains: z.string().optional(),
    ...common,
  }),
  z.strictObject({
    service: z.string(),
    operation: z.string().default('*'),
    when: z.enum(['before', 'after', 'drop-reply', 'delay']),
    ...common,
  }),
]);

/** Reads a fault from JSON; the answer is a sentence when it is not one. */
export function parseFault(json: string): Fault | string {
  try {
    const fault = schema.safeParse(JSON.parse(json));
    if (fault.success) return fault.data as Fault;
    return `Not a fault: ${z.prettifyError(fault.error)}`;
  } catch (error) {
    return `Not JSON: ${(error as Error).message}`;
  }
}

function isLambdaFault(fault: Fault): fault is LambdaFault {
  return fault.service === 'lambda';
}
