import { sourcePositions } from './source-positions.ts';

export interface LogTail {
  append(line: string): void;
  /** Oldest first. */
  lines(): readonly string[];
}

const kept = 500;
const shownCharacters = 240;

const errorLevel = /\t(ERROR|FATAL)\t|"level":\s*"(ERROR|FATAL|CRITICAL)"/i;

const isError = (line: string): boolean => errorLevel.test(line);

/**
 * Keeps the last lines of a function. All go to `show` when `verbose`, else only shortened errors.
 */
export function createLogTail(functionName: string, show: (line: string) => void, verbose: boolean): LogTail {
  const lines: string[] = [];
  return {
    append(raw) {
      const line = isError(raw) ? sourcePositions(raw) : raw;
      lines.push(line);
      if (lines.length > kept) lines.shift();
      if (verbose) show(`[${functionName}] ${line}`);
      else if (isError(line)) show(`[${functionName}] ${shorten(line)}`);
    },
    lines: () => [...lines],
  };
}

function shorten(line: string): string {
  return line.length <= shownCharacters ? line : `${line.slice(0, shownCharacters)}…`;
}
