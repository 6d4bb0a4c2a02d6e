import type { Machine, Step, Task } from './machine.ts';
import { ANY_FAULT, afterUndo, caughtBy, commentOf, domainOf, tasksOf, undoneBy, wayAfter } from './ways.ts';

type Rows = readonly (readonly string[])[];

const NONE = '–';

/** The steps of a machine: where each refusal and each fault goes, and what undoes the step. */
export const stepRows = (machine: Machine): Rows => [
  ['step', 'function', 'refusal → goes to', 'other fault: retry → goes to', 'undone by'],
  ...Object.entries(machine.steps).map(([name, step]) => [
    `${name}${notesOf(step)}${name === machine.pivot ? ', **the pivot**' : ''}`,
    step.function,
    [...Map.groupBy(caughtBy(step), (error) => wayAfter(machine, name, error)[0])]
      .map(([target, errors]) => `${errors.join(', ')} → ${target}`)
      .join('; ') || NONE,
    `${step.retry} → ${wayAfter(machine, name, ANY_FAULT)[0]}`,
    step.undo ?? NONE,
  ]),
];

const notesOf = ({ waitsForToken, timeoutSeconds }: Step): string => {
  const notes = [
    ...(waitsForToken ? ['task token'] : []),
    ...(timeoutSeconds === undefined ? [] : [`${timeoutSeconds / 60} min`]),
  ];
  return notes.length > 0 ? ` (${notes.join(', ')})` : '';
};

/** The undos of a machine and what follows them. */
export const undoRows = (machine: Machine): Rows => [
  ['undo', 'function', 'undoes', 'then'],
  ...Object.entries(machine.undos).map(([name, undo]) => [
    name,
    undo.function,
    `${undoneBy(machine, name).join(', ')}${undo.covers ? `, and all that ${undo.covers} undoes` : ''}`,
    afterUndo(machine, name) === machine.undone.state ? endsAfter(machine) : afterUndo(machine, name),
  ]),
];

const endsAfter = ({ undone }: Machine): string =>
  [
    ...Object.entries(undone.endByError).map(([error, end]) => `${end} after ${error}`),
    `else ${undone.otherwise}`,
  ].join(', ');

/** A domain's part in a machine, for the README of the domain. */
export const domainRows = (machine: Machine, domain: string): Rows => [
  ['step', 'does', 'refusal → error', 'undone by'],
  ...Object.entries(tasksOf(machine)).flatMap(([name, task]) =>
    domainOf(task.function) === domain ? [[name, commentOf(machine, name), refusalsOf(task), undoOf(task)]] : [],
  ),
];

function refusalsOf(task: Task): string {
  const { refuses = {} } = task as Partial<Step>;
  const byError = Map.groupBy(Object.keys(refuses), (code) => refuses[code]);
  return (
    [...byError].map(([error, codes]) => `${codes.map((code) => `\`${code}\``).join(', ')} → ${error}`).join('; ') ||
    NONE
  );
}

const undoOf = (task: Task): string => (task as Partial<Step>).undo ?? NONE;
