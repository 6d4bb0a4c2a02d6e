import { invalid } from '../errors.ts';
import { shownPath } from './bindings.ts';
import type { Step } from './syntax.ts';

/**
 * Refuses two paths of which one is the other or lies within it, and two that need different types
 * at one place.
 */
export function refuseOverlaps(paths: readonly (readonly Step[])[], label: string): void {
  paths.forEach((one, index) => {
    for (const two of paths.slice(0, index)) {
      const relation = relationOf(two, one);
      if (relation === undefined) continue;
      throw invalid(
        `Invalid ${label}: Two document paths ${relation} with each other; must remove or rewrite one of these paths; path one: ${shownPath(two)}, path two: ${shownPath(one)}`,
      );
    }
  });
}

function relationOf(one: readonly Step[], two: readonly Step[]): 'overlap' | 'conflict' | undefined {
  for (let index = 0; ; index++) {
    const [a, b] = [one[index], two[index]];
    if (a === undefined || b === undefined) return 'overlap';
    if (a === b) continue;
    return typeof a === typeof b ? undefined : 'conflict';
  }
}
