import type * as z from 'zod';
import { type Mistake, pointerTo, validate } from '../http/validation.ts';
import type { FieldErrorCode } from '../kernel/field-error.ts';
import type { RowError } from '../kernel/import.ts';
import { illFormedPath, WELL_FORMED } from '../kernel/text.ts';

/**
 * Checks a value of a file as a body of the API. Half of a surrogate pair in a name or a text is a
 * mistake there too.
 */
export function checkValue<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
): ReturnType<typeof validate<Schema>> {
  const path = illFormedPath(value);
  if (path) return { mistakes: [{ path, code: 'bad_format', detail: WELL_FORMED }] };
  return validate(schema, value);
}

/** The sentence about a missing member. */
const MISSING = 'Required.';

/**
 * The error of a row for a mistake in its value. Who made a CSV file knows its columns, and not the
 * members of the API.
 *
 * @param column that the mistake is in, if the value was made of cells.
 */
export const mistakeError = (
  { path, code, detail }: Mistake,
  line: number,
  column: string | undefined,
): RowError<FieldErrorCode> =>
  column === undefined
    ? { line, pointer: pointerTo('', path), code, detail }
    : { line, column, code, detail: detail === MISSING ? `The ${column} is missing.` : detail };

/**
 * The errors of a value without those about a cell that has one already: a cell that cannot be read
 * also lacks in the value.
 */
export const withoutKnown = <E extends RowError>(errors: readonly E[], known: readonly RowError[]): E[] =>
  errors.filter(
    ({ line, column }) =>
      column === undefined || !known.some((error) => error.line === line && error.column === column),
  );
