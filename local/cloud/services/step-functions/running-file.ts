import { join } from 'node:path';
import type { Cloud } from '../../cloud.ts';
import { readDataFile, writeDataFile } from '../data-file.ts';
import type { Execution } from './executions.ts';

interface Left {
  readonly machineArn: string;
  readonly name: string;
  readonly input: string;
}

/**
 * The list, on disk, of the running executions: the next run starts again those that a run leaves
 * open.
 */
export interface RunningFile {
  /** The executions that the former run left. */
  readonly left: readonly Left[];
  save(executions: readonly Execution[]): void;
  /** Resolves when everything is written. */
  close(): Promise<void>;
}

export async function loadRunning({ dataDir, log }: Cloud): Promise<RunningFile | undefined> {
  if (!dataDir) return undefined;
  const file = join(dataDir, 'executions.json');
  let writing: Promise<void> = Promise.resolve();
  let pending: Left[] | undefined;

  const write = async (): Promise<void> => {
    const running = pending;
    pending = undefined;
    if (running) await writeDataFile(file, running);
  };

  return {
    left: await readDataFile<Left[]>(file, []),
    save(executions) {
      const running = executions.filter(({ status }) => status === 'RUNNING');
      pending = running.map(({ machine, name, input }) => ({ machineArn: machine.arn, name, input }));
      writing = writing
        .then(write)
        .catch((error: unknown) => log(`Open executions could not be kept: ${String(error)}`));
    },
    close: () => writing,
  };
}
