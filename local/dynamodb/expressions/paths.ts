import { type AttributeValue, attributeOf, type Item, setAttribute } from '../values.ts';
import type { Step } from './syntax.ts';

/** The value at a path; undefined where the item has none. */
export function valueAt(item: Item, steps: readonly Step[]): AttributeValue | undefined {
  let value = attributeOf(item, steps[0] as string);
  for (let index = 1; value !== undefined && index < steps.length; index++) {
    const step = steps[index] as Step;
    value = typeof step === 'number' ? value.L?.[step] : value.M && attributeOf(value.M, step);
  }
  return value;
}

/** A part of an item that keeps its place: maps by name, list members by index. */
interface Selection {
  readonly children: Map<Step, Selection | undefined>;
}

/**
 * The parts of the item at the paths, each at its place. Members of a list move together, as
 * DynamoDB returns them.
 */
export function select(item: Item, paths: readonly (readonly Step[])[]): Item {
  const root: Selection = { children: new Map() };
  for (const steps of paths) note(root, steps);
  return selectMap(item, root);
}

function note(selection: Selection, steps: readonly Step[]): void {
  let current = selection;
  steps.forEach((step, index) => {
    const isLast = index === steps.length - 1;
    const known = current.children.get(step);
    if (isLast) current.children.set(step, undefined);
    else {
      const next = known ?? { children: new Map() };
      current.children.set(step, next);
      current = next;
    }
  });
}

function selectMap(map: Item, { children }: Selection): Item {
  const selected: Record<string, AttributeValue> = {};
  for (const [name, selection] of children) {
    const value = typeof name === 'string' ? attributeOf(map, name) : undefined;
    const part = value && (selection ? selectIn(value, selection) : value);
    if (part !== undefined) setAttribute(selected, name as string, part);
  }
  return selected;
}

function selectIn(value: AttributeValue, selection: Selection): AttributeValue | undefined {
  if (value.M) {
    const map = selectMap(value.M, selection);
    return Object.keys(map).length === 0 ? undefined : { M: map };
  }
  if (!value.L) return undefined;
  const list = value.L;
  const members = [...selection.children]
    .filter(([index]) => typeof index === 'number' && index < list.length)
    .sort(([a], [b]) => Number(a) - Number(b))
    .map(([index, inner]) => {
      const member = list[index as number] as AttributeValue;
      return inner ? selectIn(member, inner) : member;
    })
    .filter((member) => member !== undefined);
  return members.length === 0 ? undefined : { L: members };
}
