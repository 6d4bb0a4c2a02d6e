import type { Fault } from './fault.ts';
import { printFault, type Spec } from './spec.ts';
import { AWS_TARGETS, type Kind } from './targets.ts';

/** A call that may be hit. */
export interface Call {
  readonly service: string;
  readonly operation: string;
  /** The function that runs, or that makes the call, by its full name. */
  readonly function?: string | undefined;
  /** An invocation's event, as JSON. */
  readonly event?: string;
}

/** A fault that was switched on. */
export interface ActiveFault extends Fault {
  readonly id: string;
  /** The same fault as a SPEC. */
  readonly spec: string;
  /** The number of calls that it has hit so far. */
  readonly hits: number;
}

/** The one switch of the local cloud: every server and every function asks it before each call. */
export interface FaultSwitch {
  /** @throws Error when it names a function that does not exist. */
  add(fault: Fault): ActiveFault;
  /**
   * Adds all faults of a SPEC, or none. From now on, its seed decides which calls the faults with a
   * rate hit: the same seed and the same calls give the same hits.
   *
   * @throws Error when it names a function that does not exist.
   */
  arm(spec: Spec): void;
  remove(id: string): boolean;
  clear(): void;
  /** The faults that can still hit a call, in the order in which they were added. */
  list(): readonly ActiveFault[];
  /**
   * Returns the first fault that matches the call and hits it, and counts the hit.
   *
   * @param kinds those that can happen at this moment; by default all but `stale-index`, which a
   *   table's own engine asks for.
   */
  take(call: Call, kinds?: readonly Kind[]): Fault | undefined;
}

interface Armed {
  readonly id: string;
  readonly fault: Fault;
  readonly draw: () => number;
  hits: number;
}

/**
 * @param functions the names of the existing functions; without it any name is accepted.
 * @param prefix the common beginning of these names, so that a fault may leave it out.
 */
export function createFaultSwitch(functions?: () => readonly string[], prefix = ''): FaultSwitch {
  let armed: Armed[] = [];
  let seed = 1;
  let sinceSeed = 0;
  let count = 0;

  const add = (fault: Fault): ActiveFault => {
    count += 1;
    sinceSeed += 1;
    const entry = { id: `fault-${count}`, fault, hits: 0, draw: numbersFrom(seed * 1000 + sinceSeed) };
    armed.push(entry);
    return shown(entry);
  };

  const named = (fault: Fault): Fault => withFullName(fault, functions?.(), prefix);

  return {
    add: (fault) => add(named(fault)),
    arm(spec) {
      const faults = spec.faults.map(named);
      if (spec.seed !== undefined) {
        seed = spec.seed;
        sinceSeed = 0;
      }
      for (const fault of faults) add(fault);
    },
    remove(id) {
      const before = armed.length;
      armed = armed.filter((entry) => entry.id !== id);
      return armed.length < before;
    },
    clear() {
      armed = [];
    },
    list: () => armed.map(shown),
    take(call, kinds) {
      const hit = armed.find(
        ({ fault, draw }) =>
          (kinds?.includes(fault.when) ?? fault.when !== 'stale-index') &&
          fits(fault, call) &&
          (fault.rate === undefined || draw() < fault.rate),
      );
      if (!hit) return undefined;
      hit.hits += 1;
      if (hit.hits === timesOf(hit.fault)) armed = armed.filter((entry) => entry !== hit);
      return hit.fault;
    },
  };
}

const timesOf = ({ times, rate }: Fault): number => times ?? (rate === undefined ? 1 : Number.POSITIVE_INFINITY);

const shown = ({ id, fault, hits }: Armed): ActiveFault => ({ ...fault, id, hits, spec: printFault(fault) });

function withFullName(fault: Fault, functions: readonly string[] | undefined, prefix: string): Fault {
  if (fault.function === undefined || functions === undefined) return fault;
  const name = functions.find((known) => known === fault.function || known === `${prefix}${fault.function}`);
  if (name === undefined) {
    const known = functions.map((full) => full.slice(full.startsWith(prefix) ? prefix.length : 0)).sort();
    throw new Error(`Unknown function '${fault.function}'. One of: ${known.join(', ')}.`);
  }
  return { ...fault, function: name };
}

function fits(fault: Fault, call: Call): boolean {
  const { service, operation = '*', eventContains } = fault;
  if (service === '*' ? !isAwsApi(call.service) : service !== call.service) return false;
  if (operation !== '*' && operation !== call.operation) return false;
  if (fault.function !== undefined && fault.function !== call.function) return false;
  return eventContains === undefined || (call.event?.includes(eventContains) ?? false);
}

/** Whether functions call the service through the SDK. */
const isAwsApi = (service: string): boolean => service !== 'lambda' && service in AWS_TARGETS;

/** Numbers in [0, 1), the same for the same seed (Mulberry32). */
function numbersFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
