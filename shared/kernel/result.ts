import type { FieldError } from './field-error.ts';

/**
 * An expected "no". `code` is stable, such as `inventory.insufficient_stock`; `detail` is for
 * people, `extensions` for programs.
 */
export interface Refusal<Code extends string = string> {
  readonly code: Code;
  readonly detail: string;
  /** Members added to the problem document beside the standard ones, e.g. `totals`. */
  readonly extensions?: Extensions;
}

/** `errors` lists the wrong fields; the refusal defines the other members. */
export interface Extensions {
  readonly errors?: readonly FieldError[];
  readonly [member: string]: unknown;
}

/**
 * The outcome of a use case: a value, or the refusal. Faults (timeouts, bugs) are thrown instead.
 */
export type Result<Value, R extends Refusal = Refusal> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly refusal: R };

export const ok = <Value>(value: Value): { readonly ok: true; readonly value: Value } => ({ ok: true, value });

export const refuse = <Code extends string>(
  code: Code,
  detail: string,
  extensions?: Extensions,
): { readonly ok: false; readonly refusal: Refusal<Code> } => ({
  ok: false,
  refusal: extensions ? { code, detail, extensions } : { code, detail },
});
