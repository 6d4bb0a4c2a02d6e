import type { FieldErrorCode } from '../kernel/field-error.ts';
import type { RowError } from '../kernel/import.ts';

/** A line of a file: its value, or undefined when it is not JSON. */
export interface JsonLine {
  /** From 1. */
  readonly line: number;
  readonly value: unknown;
}

/** The error of a line that is not JSON. */
export const notJson = (line: number): RowError<FieldErrorCode> => ({
  ...{ line, code: 'bad_format' },
  detail: 'The line is not valid JSON.',
});

/** Reads JSON Lines: one value per line. Empty lines are skipped. */
export const readJsonLines = (text: string): JsonLine[] =>
  text
    .replace(/^\ufeff/, '')
    .split(/\r\n?|\n/)
    .flatMap((content, index) => (content.trim() === '' ? [] : [{ line: index + 1, value: parsed(content) }]));

function parsed(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    return undefined;
  }
}
