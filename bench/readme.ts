import { readFile, writeFile } from 'node:fs/promises';
import { replaceBetween } from '../scripts/generated.ts';
import { missedBudgets } from './budgets.ts';
import type { Figures } from './figures.ts';
import { costTable, speedTable } from './report.ts';

export const README_PATH = new URL('../README.md', import.meta.url);

/** A higher load average shows other work on the machine. */
const IDLE_LOAD_AVERAGE = 1;

const machineOf = ({ machine, takenOn, loadAverage, startUpSeconds, memoryMb }: Figures): string =>
  [
    `On ${machine.cores} cores (${machine.processor}, ${machine.gigabytes} GB, Node ${machine.node}, ${takenOn}), the clients on the same`,
    `machine: first 200 after ${startUpSeconds} s`,
    ...(memoryMb ? [`, ${memoryMb.atStart} MB resident at the start and ${memoryMb.afterLoad} MB after the load`] : []),
    '.',
    ...(loadAverage > IDLE_LOAD_AVERAGE
      ? [`The machine was busy with other work (load average ${loadAverage}): an idle one is faster.`]
      : []),
  ]
    .join(' ')
    .replace(/ ([,.])/g, '$1');

/** The budgets that a run missed, for the README. */
function missesOf(figures: Figures): string[] {
  const missed = missedBudgets(figures, undefined);
  return missed.length === 0 ? [] : [`Missed in this run:\n\n${missed.map((line) => `- ${line}`).join('\n')}`];
}

/** The parts of the README that the figures make, by the name of their markers. */
const PARTS: Readonly<Record<string, (figures: Figures) => string>> = {
  cost: costTable,
  speed: (figures) => [machineOf(figures), speedTable(figures), ...missesOf(figures)].join('\n\n'),
};

/**
 * Returns the README with these figures between its markers.
 *
 * @throws Error when a marker is missing.
 */
export function withFigures(readme: string, figures: Figures): string {
  return Object.entries(PARTS).reduce(
    (text, [name, part]) => replaceBetween(text, `bench: ${name}`, part(figures)),
    readme,
  );
}

export async function saveToReadme(figures: Figures): Promise<void> {
  await writeFile(README_PATH, withFigures(await readFile(README_PATH, 'utf8'), figures));
}
