/**
 * Makes requests fail. Its own switch matches by method and path; a second one, such as the local
 * cloud's, matches by operation.
 */

import * as z from 'zod';
import { StripeError } from './errors.ts';

const faultSchema = z.strictObject({
  method: z.string().transform((method) => method.toUpperCase()),
  /** A regular expression on the path, without the query string. */
  path: z.string().transform((pattern, context) => {
    try {
      return new RegExp(pattern);
    } catch {
      context.addIssue({ code: 'custom', message: 'is not a regular expression' });
      return z.NEVER;
    }
  }),
  times: z.int().min(1).default(1),
  /**
   * `before`: the error, without effect. `after`: the effect, then the error. `drop-reply`: the
   * effect, then a dead socket.
   */
  when: z.enum(['before', 'after', 'drop-reply']),
  status: z.int().min(400).max(599).default(500),
});

export type FaultMoment = z.infer<typeof faultSchema>['when'];
export type Fault = Readonly<z.infer<typeof faultSchema>>;

/** The requests that the second switch can hit, by operation. */
const OPERATIONS = [
  ['create', 'POST', /^\/v1\/payment_intents$/],
  ['confirm', 'POST', /^\/v1\/payment_intents\/[^/]+\/confirm$/],
  ['capture', 'POST', /^\/v1\/payment_intents\/[^/]+\/capture$/],
  ['cancel', 'POST', /^\/v1\/payment_intents\/[^/]+\/cancel$/],
  ['retrieve', 'GET', /^\/v1\/payment_intents\/[^/]+$/],
  ['list', 'GET', /^\/v1\/payment_intents$/],
  ['refund', 'POST', /^\/v1\/refunds$/],
] as const satisfies readonly (readonly [operation: string, method: string, path: RegExp])[];

const KINDS = ['before', 'after', 'drop-reply', 'throttle'] as const;

/** The service, the operations and the kinds of failure that the second switch can name. */
export const STRIPE_TARGET = {
  operations: OPERATIONS.map(([operation]) => operation),
  kinds: KINDS,
  throttle: 'rate_limit',
};

/** A switch that other servers ask too, such as the local cloud's. */
export interface FaultSource {
  /** Returns the fault that hits this request, if there is one, and counts the hit. */
  take(
    call: { readonly service: 'stripe'; readonly operation: string },
    kinds: readonly (typeof KINDS)[number][],
  ): { readonly when: string } | undefined;
}

export class Faults {
  #armed: { readonly fault: Fault; left: number }[] = [];
  readonly #source: FaultSource | undefined;

  constructor(source?: FaultSource) {
    this.#source = source;
  }

  /** Arms a fault from its JSON. Throws a ZodError for anything else. */
  arm(json: unknown): Fault {
    const fault = faultSchema.parse(json);
    this.#armed.push({ fault, left: fault.times });
    return fault;
  }

  clear(): void {
    this.#armed = [];
  }

  /** Returns the fault that hits this request, oldest first, and counts the hit. */
  take(method: string, path: string, moments: readonly FaultMoment[]): Fault | undefined {
    const entry = this.#armed.find(
      ({ fault }) => fault.method === method && moments.includes(fault.when) && fault.path.test(path),
    );
    if (!entry) return this.#takeOfSource(method, path, moments);
    entry.left -= 1;
    if (entry.left === 0) this.#armed = this.#armed.filter((other) => other !== entry);
    return entry.fault;
  }

  #takeOfSource(method: string, path: string, moments: readonly FaultMoment[]): Fault | undefined {
    const [operation] = OPERATIONS.find(([, verb, pattern]) => verb === method && pattern.test(path)) ?? [];
    if (operation === undefined) return undefined;
    const kinds = moments.flatMap((moment) => (moment === 'before' ? [moment, 'throttle' as const] : [moment]));
    const hit = this.#source?.take({ service: 'stripe', operation }, kinds);
    if (!hit) return undefined;
    const isThrottle = hit.when === 'throttle';
    const when = isThrottle ? 'before' : (hit.when as FaultMoment);
    return { method, path: /./, times: 1, when, status: isThrottle ? 429 : 500 };
  }
}

/** The error of a failure inside Stripe. */
export function faultError(fault: Fault): StripeError {
  if (fault.status === 429) {
    return new StripeError(429, { type: 'invalid_request_error', code: 'rate_limit', message: 'Too many requests.' });
  }
  return new StripeError(fault.status, { type: 'api_error', message: 'An unknown error occurred.' });
}
