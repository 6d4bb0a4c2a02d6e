import { type Condition, type Path, parseCondition, parseProjection, parseUpdate, type Update } from './syntax.ts';

const MOST = 1_000;

/** Keeps the syntax of the latest texts: a program repeats few of them. */
function remembered<Syntax>(parse: (text: string, label: string) => Syntax): (text: string, label: string) => Syntax {
  const known = new Map<string, Syntax>();
  return (text, label) => {
    const key = `${label}\n${text}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    const syntax = parse(text, label);
    if (known.size >= MOST) known.delete(known.keys().next().value as string);
    known.set(key, syntax);
    return syntax;
  };
}

export const conditionOf: (text: string, label: string) => Condition = remembered(parseCondition);
const projections = remembered(parseProjection);
const updates = remembered(parseUpdate);
export const projectionOf = (text: string): readonly Path[] => projections(text, 'ProjectionExpression');
export const updateOf = (text: string): Update => updates(text, 'UpdateExpression');
