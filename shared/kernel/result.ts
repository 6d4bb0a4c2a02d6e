import type { FieldError } from './field-error.ts';

/** An expected "no": stable `code` such as `inventory.insufficient_stock`, a `detail` for people, and facts for programs. */
export interface Refusal<Code extends string = string> {
  readonly code: Code;
  readonly detail: string;
  /** Members added to the problem document beside the standard ones, e.g. `totals`. */
  readonly extensions?: Extensions;
}

/** `errors` says which fields are wrong; other members are the refusal's own. */
export interface Extensions {
  readonly errors?: readonly FieldError[];
  readonly [member: string]: unknown;
}

/** What a use case answers: a value, or the reason why not. Faults (timeouts, bugs) are thrown instead. */
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
