/** A line of a file: its value, or undefined when it is not JSON. */
export interface JsonLine {
  /** From 1. */
  readonly line: number;
  readonly value: unknown;
}

export const NOT_JSON = 'The line is not valid JSON.';

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
