import type { Asl } from '../../cloud/services/step-functions/definition.ts';

/** The states that are reached without an error. */
export function straightWay({ StartAt, States }: Asl): ReadonlySet<string> {
  const reached = new Set<string>();
  const open = [StartAt];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const state = States[name];
    if (!state || reached.has(name)) continue;
    reached.add(name);
    open.push(
      ...[state.Next, state.Default, ...(state.Choices ?? []).map(({ Next }) => Next)].filter(
        (next) => next !== undefined,
      ),
    );
  }
  return reached;
}
