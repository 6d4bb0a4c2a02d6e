/** The kinds of mistakes that a field can have. Clients rely on them, so they are never renamed. */
export const FIELD_ERROR_CODES = [
  /** The field is missing. */
  'required',
  'wrong_type',
  'unknown_field',
  /** Text, in characters. */
  'too_short',
  'too_long',
  /** A number, or the whole in bytes or days. */
  'too_small',
  'too_large',
  /** A list, in entries. */
  'too_few',
  'too_many',
  'not_multiple',
  'not_an_option',
  'bad_format',
  /** The same value is listed twice where each may be listed once. */
  'duplicate',
  /** The value is already in use. */
  'taken',
  /** The field names something that does not exist. */
  'not_found',
  /** The caller may not use the field. */
  'not_allowed',
  /** A rule that none of the other codes describes; `detail` states it. */
  'invalid',
] as const;

export type FieldErrorCode = (typeof FIELD_ERROR_CODES)[number];

/** One mistake in a request, with a sentence for people and a code for programs. */
export interface FieldError {
  /** RFC 6901 JSON pointer into the body, or `#/query/limit`, `#/path/id`, `#/headers/if-match`. */
  readonly pointer: string;
  readonly code: FieldErrorCode;
  readonly detail: string;
}

/**
 * Options for a schema's own rule: its sentence, and the code of the field error.
 *
 * @example
 * z.array(role).refine(areDistinct, rule('duplicate', 'Each role may be listed once.'))
 */
export const rule = (code: FieldErrorCode, message: string) => ({ message, params: { code } });
