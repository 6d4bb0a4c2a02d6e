import type { Machine, Rescue, Step, Task } from './machine.ts';

/** States, one after the other. */
export type Way = readonly string[];

/** Stands for every error that a step does not refuse by. */
export const ANY_FAULT = 'States.ALL';

/** The error of a step that has waited without an answer. */
export const TIMEOUT = 'States.Timeout';

/** The names of the errors by which a step refuses. */
export const errorsOf = ({ refuses = {} }: Step | Rescue): string[] => [...new Set(Object.values(refuses))];

/** The errors of a step that have a way of their own: its refusals, and a wait that is over. */
export const caughtBy = (step: Step): string[] => [
  ...errorsOf(step),
  ...(step.rescuedBy === undefined ? [] : [TIMEOUT]),
];

/**
 * The undos in the order of the first step that each undoes: an undo of several steps runs after
 * the later steps' own.
 */
const undosInOrder = ({ steps }: Machine, names: readonly string[]): string[] => [
  ...new Set(names.flatMap((name) => steps[name]?.undo ?? [])),
];

/** The undo that follows another, if any. One that is covered by the other need not follow it. */
function nextUndo(machine: Machine, undo: string): string | undefined {
  const undos = undosInOrder(machine, Object.keys(machine.steps));
  const at = undos.indexOf(undo);
  if (at < 0) throw new Error(`No step is undone by ${undo}.`);
  const next = undos[at - 1];
  return next !== undefined && machine.undos[undo]?.covers === next ? undos[at - 2] : next;
}

/**
 * The undos that follow when a step did not get through: those of the steps so far, in reverse.
 *
 * @param refused the step itself did nothing, unless it says otherwise. After a fault that is in
 * doubt, so it is undone as well.
 */
function undosAfter(machine: Machine, name: string, refused: boolean): Way {
  const names = Object.keys(machine.steps);
  const itself = !refused || machine.steps[name]?.undoneWhenRefused;
  const done = names.slice(0, names.indexOf(name) + (itself ? 1 : 0));
  const way: string[] = [];
  for (let undo = undosInOrder(machine, done).at(-1); undo !== undefined; undo = nextUndo(machine, undo))
    way.push(undo);
  return way;
}

/**
 * The states that follow a step's error. A fault before the pivot leads back, a later one aside; a
 * refusal always leads back.
 */
export function wayAfter(machine: Machine, name: string, error: string): Way {
  const step = stepOf(machine, name);
  const names = Object.keys(machine.steps);
  if (step.rescuedBy !== undefined && error === TIMEOUT) {
    return [step.rescuedBy, ...names.slice(names.indexOf(name) + 1)];
  }
  return wayBack(machine, name, error, errorsOf(step).includes(error));
}

/** The states that follow an error of a rescue: those of the step that it could not rescue. */
export const wayAfterRescue = (machine: Machine, name: string, error: string): Way =>
  wayBack(machine, name, error, errorsOf(rescueOf(machine, name)).includes(error));

function rescueOf(machine: Machine, name: string): Rescue {
  return machine.rescues?.[stepOf(machine, name).rescuedBy ?? ''] ?? { function: '' };
}

function wayBack(machine: Machine, name: string, error: string, refused: boolean): Way {
  const { steps, pivot, stuck, undone } = machine;
  const names = Object.keys(steps);
  if (!refused && names.indexOf(name) >= names.indexOf(pivot)) return [stuck.end, stuck.state];
  const undos = undosAfter(machine, name, refused);
  const end = undone.endByError[error] ?? undone.otherwise;
  return undos.length > 0 && asksForError(machine) ? [...undos, undone.state, end] : [...undos, end];
}

/** The state that follows an undo. */
export const afterUndo = (machine: Machine, undo: string): string =>
  nextUndo(machine, undo) ?? (asksForError(machine) ? machine.undone.state : machine.undone.otherwise);

/** Whether the end depends on the error. */
export const asksForError = ({ undone }: Machine): boolean => Object.keys(undone.endByError).length > 0;

/** The steps that an undo undoes, in their order. */
export const undoneBy = ({ steps }: Machine, undo: string): string[] =>
  Object.keys(steps).filter((name) => steps[name]?.undo === undo);

export function stepOf({ steps }: Machine, name: string): Step {
  const step = steps[name];
  if (!step) throw new Error(`The machine has no step ${name}.`);
  return step;
}

/** Describes a task. An undo's description begins with the steps that it undoes. */
export function commentOf(machine: Machine, name: string): string {
  const { comment } = tasksOf(machine)[name] ?? {};
  if (!(name in machine.undos)) return comment ?? '';
  const undone = `Undoes ${undoneBy(machine, name).join(' and ')}`;
  return comment === undefined ? `${undone}.` : `${undone}: ${comment}.`;
}

/** Every task by its name, in the order of the definition. */
export const tasksOf = ({ steps, rescues, undos, ends }: Machine): Readonly<Record<string, Task>> => ({
  ...steps,
  ...rescues,
  ...undos,
  ...ends,
});

/** The functions that do a machine's tasks, each once. */
export const functionsOf = (machine: Machine): string[] => [
  ...new Set(Object.values(tasksOf(machine)).map((task) => task.function)),
];

/** The domain in a function's name, `<domain>-<entry>`. */
export const domainOf = (functionName: string): string => functionName.slice(0, functionName.indexOf('-'));

/** The steps before the pivot that name no undo, although they change something. */
export function stepsWithoutUndo({ steps, pivot }: Machine): string[] {
  const names = Object.keys(steps);
  return names
    .slice(0, names.indexOf(pivot))
    .filter((name) => steps[name]?.undo === undefined && !steps[name]?.changesNothing);
}
