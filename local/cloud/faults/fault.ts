import * as z from 'zod';
import { AWS_TARGETS, KINDS, type Kind, type Targets } from './targets.ts';

/** A failure to inject into the calls that match. */
export interface Fault {
  /** The name of a target; `*` for any AWS service except `lambda`. */
  readonly service: string;
  /** The API operation, e.g. `TransactWriteItems`; any when left out or `*`. */
  readonly operation?: string;
  /**
   * Only this function's invocations, or the calls that it makes; by its full name or without the
   * prefix that all functions share.
   */
  readonly function?: string;
  /** Only invocations whose event, as JSON, contains this text. */
  readonly eventContains?: string;
  readonly when: Kind;
  /**
   * The error's name. By default the service's usual one for its own failure (`before`, `after`) or
   * for throttling (`throttle`).
   */
  readonly error?: string;
  /** The number of calls that it hits. Default 1; with a rate, no limit. */
  readonly times?: number;
  /** The share of the calls that it hits, from 0 to 1. Default all. */
  readonly rate?: number;
  /**
   * The delay before the call. With `kill`, the time after which a started invocation ends. With
   * `stale-index`, the time by which the global indexes are behind the write.
   */
  readonly delayMs?: number;
}

const schema = z.strictObject({
  service: z.string(),
  operation: z.string().optional(),
  function: z.string().optional(),
  eventContains: z.string().min(1).optional(),
  when: z.enum(KINDS),
  error: z.string().min(1).optional(),
  times: z.int().positive().optional(),
  rate: z.number().gt(0).max(1).optional(),
  delayMs: z.number().nonnegative().max(900_000).optional(),
});

/** Reads a fault from JSON. `problem` is a message for the person who wrote it. */
export function parseFault(json: unknown, targets: Targets = AWS_TARGETS): Fault | { readonly problem: string } {
  const parsed = schema.safeParse(json);
  if (!parsed.success) return { problem: `Not a fault: ${z.prettifyError(parsed.error)}` };
  // Zod's type has `undefined` where a member is left out.
  const fault = parsed.data as Fault;
  const problem = problemOf(fault, targets);
  return problem === undefined ? fault : { problem };
}

const oneOf = (names: readonly string[]): string => `One of: ${names.join(', ')}.`;

/**
 * The problem of a fault whose members are well-formed. A fault that could never hit is a mistake
 * too.
 */
export function problemOf(
  { service, operation = '*', when, eventContains, delayMs }: Fault,
  targets: Targets = AWS_TARGETS,
): string | undefined {
  if ((when === 'delay' || when === 'stale-index') && delayMs === undefined) {
    return `'${when}' needs its length: delay in milliseconds.`;
  }
  if (service === '*') {
    if (operation !== '*') return 'An operation belongs to a service: name the service.';
    return when === 'kill' || when === 'conflict' || when === 'stale-index'
      ? `${when} is for one service only: name it.`
      : undefined;
  }
  const target = targets[service];
  if (!target) return `Unknown service '${service}'. ${oneOf([...Object.keys(targets), '*'])}`;
  if (operation !== '*' && !target.operations.includes(operation)) {
    return `Unknown operation '${operation}' of ${service}. ${oneOf(target.operations)}`;
  }
  if (!target.kinds.includes(when)) return `'${when}' cannot happen to ${service}. ${oneOf(target.kinds)}`;
  if (eventContains !== undefined && service !== 'lambda') return "Only a lambda's event can contain a text.";
  return undefined;
}
