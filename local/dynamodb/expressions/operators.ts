import { invalid } from '../errors.ts';
import type { Condition, Operand, SetOperand } from './syntax.ts';

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html */
const MAX_OPERATORS = 300;

/**
 * Throws for an expression with more than 300 operators and functions. DynamoDB names the first one
 * that is too many, not their number: https://github.com/aws/aws-sdk-js/issues/3721.
 *
 * @param label names the expression in the error.
 */
export function refuseTooManyOperators(parts: readonly (Condition | SetOperand)[], label: string): void {
  const count = parts.reduce((total, part) => total + operatorsIn(part), 0);
  if (count <= MAX_OPERATORS) return;
  throw invalid(`Invalid ${label}: The expression contains too many operators; operator count: ${MAX_OPERATORS + 1}`);
}

function operatorsIn(part: Condition | SetOperand): number {
  const inner = innerOf(part);
  const own = part.kind === 'path' || part.kind === 'value' ? 0 : 1;
  return inner.reduce((total, each) => total + operatorsIn(each), own);
}

function innerOf(part: Condition | SetOperand): readonly (Condition | Operand)[] {
  switch (part.kind) {
    case 'path':
    case 'value':
      return [];
    case 'not':
      return [part.condition];
    case 'between':
      return [part.operand, part.lower, part.upper];
    case 'in':
      return [part.operand, ...part.members];
    case 'call':
      return part.parameters;
    default:
      return [part.left, part.right];
  }
}
