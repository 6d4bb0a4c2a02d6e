import type { Machine, Step, Task } from './machine.ts';

/** States, one after the other. */
export type Way = readonly string[];

/** Stands for every error that a step does not refuse by. */
export const ANY_FAULT = 'States.ALL';

/** The names of the errors by which a step refuses. */
export const errorsOf = ({ refuses = {} }: Step): string[] => [...new Set(Object.values(refuses))];

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
  const { steps, pivot, stuck, undone } = machine;
  const refused = errorsOf(stepOf(machine, name)).includes(error);
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
export const tasksOf = ({ steps, undos, ends }: Machine): Readonly<Record<string, Task>> => ({
  ...steps,
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
