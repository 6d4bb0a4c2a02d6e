import type { WriteStream } from 'node:tty';
import { SingleBar } from 'cli-progress';

/** The progress of a task that takes a while. */
export interface Progress {
  /** The unit that is counted, e.g. `products`. */
  readonly what: string;
  readonly done: number;
  readonly total: number;
}

export interface Display {
  /** Writes one line, above the bar if there is one. */
  log(line: string): void;
  /**
   * In a terminal, shows a bar that is removed at the end; elsewhere one line when the task is
   * done.
   */
  progress(progress: Progress): void;
  /** Removes the bar. */
  clear(): void;
}

/** Shows lines and progress on a stream, so that neither writes over the other. */
export function createDisplay(stream: Pick<WriteStream, 'write' | 'isTTY'> & NodeJS.WritableStream): Display {
  let bar: SingleBar | undefined;
  const clear = () => {
    bar?.stop();
    bar = undefined;
  };
  const log = (line: string) => {
    clear();
    stream.write(`${line}\n`);
  };
  return {
    log,
    clear,
    progress({ what, done, total }) {
      if (!stream.isTTY) {
        if (done === total) log(`${total} ${what}`);
        return;
      }
      if (done === total) return clear();
      if (bar) return bar.update(done);
      // With line wrapping left on, a killed process leaves the terminal unchanged.
      const format = `[{bar}] {value} of {total} ${what}`;
      bar = new SingleBar({ stream, format, barsize: 30, clearOnComplete: true, linewrap: true });
      bar.start(total, done);
    },
  };
}
