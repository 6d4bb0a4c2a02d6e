import { isSame, ordered, type Pair } from './compare.ts';
import type { Difference, Other } from './differences/difference.ts';
import { DYNAMODB_LOCAL } from './differences/dynamodb-local.ts';
import { DYNOXIDE } from './differences/dynoxide.ts';
import { DYNOXIDE_TEXTS } from './differences/dynoxide-texts.ts';

export const DIFFERENCES: readonly Difference[] = [...DYNOXIDE_TEXTS, ...DYNOXIDE, ...DYNAMODB_LOCAL];

interface Failure {
  readonly name: string;
  readonly message: string;
  readonly reasons?: readonly { readonly Code: string; readonly Message?: string }[];
}

/** An observation in one line, e.g. `ValidationException: …`. */
export function outcomeIn(observed: unknown): string {
  const { error, isStuck } = observed as { error?: Failure; isStuck?: boolean };
  if (!error) return isStuck ? 'a page that leads to itself' : 'OK';
  const reasons = error.reasons?.map(({ Code, Message }) => (Message === undefined ? Code : `${Code}: ${Message}`));
  return `${error.name}: ${error.message}${reasons ? ` {${reasons.join('; ')}}` : ''}`;
}

/** The ids of the listed differences that explain why a pair differs; undefined if none do. */
export function explain(of: Other, pair: Pair): readonly string[] | undefined {
  const { call } = pair;
  const listed = DIFFERENCES.filter(
    (one) => one.of === of && (one.operations?.test(call.operation) ?? true) && (one.when?.(call) ?? true),
  );
  const levels = listed.filter(({ level }) => level);
  const leveled = levelWith(levels, pair);
  if (isSame(leveled)) return neededOf(levels, pair).map(({ id }) => id);
  const [ours, theirs] = [outcomeIn(leveled.engine), outcomeIn(leveled.reference)];
  const found = listed.find(({ texts }) => texts?.[0].test(ours) && texts[1].test(theirs));
  return found && [found.id];
}

/** Those without which the pair would still differ; all that change it if each has a substitute. */
function neededOf(levels: readonly Difference[], pair: Pair): readonly Difference[] {
  const needed = levels.filter(
    (one) =>
      !isSame(
        levelWith(
          levels.filter((other) => other !== one),
          pair,
        ),
      ),
  );
  if (needed.length > 0) return needed;
  const before = JSON.stringify(pair.reference);
  return levels.filter((one) => JSON.stringify(levelWith([one], pair).reference) !== before);
}

function levelWith(levels: readonly Difference[], { call, engine, reference }: Pair): Pair {
  const apply = (observed: unknown) =>
    ordered(levels.reduce((so, { level }) => (level ? level(so, call) : so), observed));
  return { call, engine: apply(engine), reference: apply(reference) };
}
