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
  /** Writes one line, above the bar or the spinner if there is one. */
  log(line: string): void;
  /**
   * In a terminal, shows a bar that is removed at the end; elsewhere one line when the task is
   * done.
   */
  progress(progress: Progress): void;
  /** In a terminal, shows a spinner with these steps and the seconds since they changed. */
  underWay(steps: readonly string[]): void;
  /** Removes the bar and the spinner. */
  clear(): void;
}

const FRAMES = '⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏';
const FRAME_MS = 80;

/** Shows lines and progress on a stream, so that neither writes over the other. */
export function createDisplay(stream: Pick<WriteStream, 'write' | 'isTTY'> & NodeJS.WritableStream): Display {
  let shown: SingleBar | undefined;
  let spinning: NodeJS.Timeout | undefined;
  let steps: readonly string[] = [];
  let since = 0;
  // With line wrapping left on, a killed process leaves the terminal unchanged.
  const show = (format: string, total: number, value: number, payload?: object): SingleBar => {
    const bar = new SingleBar({ stream, format, barsize: 30, clearOnComplete: true, linewrap: true });
    bar.start(total, value, payload);
    return bar;
  };
  const clear = () => {
    clearInterval(spinning);
    spinning = undefined;
    shown?.stop();
    shown = undefined;
  };
  const log = (line: string) => {
    clear();
    stream.write(`${line}\n`);
    spin();
  };
  const spin = () => {
    if (!stream.isTTY || steps.length === 0) return;
    const payload = () => {
      const ms = performance.now() - since;
      return { frame: FRAMES[Math.floor(ms / FRAME_MS) % FRAMES.length], seconds: (ms / 1000).toFixed(1) };
    };
    shown = show(`{frame} ${steps.join(', ')} ({seconds} s)`, 1, 0, payload());
    spinning = setInterval(() => shown?.update(0, payload()), FRAME_MS).unref();
  };
  return {
    log,
    clear() {
      steps = [];
      clear();
    },
    progress({ what, done, total }) {
      if (!stream.isTTY) {
        if (done === total) log(`${total} ${what}`);
        return;
      }
      if (spinning || done === total) clear();
      if (done === total) return;
      if (shown) shown.update(done);
      else shown = show(`[{bar}] {value} of {total} ${what}`, total, done);
    },
    underWay(names) {
      clear();
      steps = names;
      since = performance.now();
      spin();
    },
  };
}
