import { invalid, invalidParameter } from '../errors.ts';
import type { KeyAttribute, KeySchema, RangeTest } from '../keys.ts';
import { type AttributeValue, compareValues, typeOf } from '../values.ts';
import type { Bindings } from './bindings.ts';
import { checkCondition } from './condition.ts';
import type { Condition, Operand } from './syntax.ts';

const LABEL = 'KeyConditionExpression';

/** Which items of one partition a query reads. */
export interface KeyCondition {
  readonly hash: AttributeValue;
  readonly range?: RangeTest;
}

interface Test {
  readonly attribute: string;
  readonly test: RangeTest;
}

/** The partition and the range of a key condition. Throws for any other condition. */
export function keyConditionOf(condition: Condition, schema: KeySchema, bindings: Bindings): KeyCondition {
  checkCondition(condition, bindings, LABEL);
  const tests = conjunction(condition).map((part) => testOf(part, bindings));
  const names = tests.map(({ attribute }) => attribute);
  if (new Set(names).size < names.length) {
    throw invalid('KeyConditionExpressions must only contain one condition per key');
  }
  if (tests.length > 2) throw invalid('Conditions can be of length 1 or 2 only');
  const { hash, range } = schema;
  const hashTest = tests.find(({ attribute }) => attribute === hash.name)?.test;
  const rangeTest = tests.find(({ attribute }) => attribute === range?.name)?.test;
  if (!hashTest) throw invalid(`Query condition missed key schema element: ${hash.name}`);
  if (tests.length === 2 && !rangeTest) {
    throw invalid(
      `Query condition missed key schema element: ${range?.name ?? names.find((name) => name !== hash.name)}`,
    );
  }
  if (hashTest.operator !== '=') throw invalid('Query key condition not supported');
  requireType(hash, hashTest);
  if (range && rangeTest) requireType(range, rangeTest);
  return { hash: hashTest.value, ...(rangeTest ? { range: rangeTest } : {}) };
}

function conjunction(condition: Condition): readonly Condition[] {
  if (condition.kind === 'and') return [...conjunction(condition.left), ...conjunction(condition.right)];
  if (condition.kind === 'or' || condition.kind === 'not') throw badOperator(condition.kind.toUpperCase());
  return [condition];
}

const badOperator = (operator: string): Error => invalid(`Invalid operator used in ${LABEL}: ${operator}`);

const SWAPPED = { '=': '=', '<': '>', '<=': '>=', '>': '<', '>=': '<=' } as const;

function testOf(condition: Condition, bindings: Bindings): Test {
  if (condition.kind === 'between') {
    const [lower, upper] = [literalOf(condition.lower, bindings), literalOf(condition.upper, bindings)];
    return { attribute: nameOf(condition.operand, bindings), test: { operator: 'BETWEEN', lower, upper } };
  }
  if (condition.kind === 'call') {
    if (condition.name !== 'begins_with') throw badOperator(condition.name);
    const [path, prefix] = condition.parameters as [Operand, Operand];
    const value = literalOf(prefix, bindings);
    return { attribute: nameOf(path, bindings), test: { operator: 'begins_with', value } };
  }
  if (condition.kind !== 'compare') throw badOperator(condition.kind.toUpperCase());
  const { operator, left, right } = condition;
  if (operator === '<>') throw badOperator('<>');
  return left.kind === 'value'
    ? { attribute: nameOf(right, bindings), test: { operator: SWAPPED[operator], value: literalOf(left, bindings) } }
    : { attribute: nameOf(left, bindings), test: { operator, value: literalOf(right, bindings) } };
}

function nameOf(operand: Operand, bindings: Bindings): string {
  if (operand.kind === 'call') throw invalid('KeyConditionExpressions cannot contain nested operations');
  if (operand.kind === 'value') {
    throw invalid(`Invalid condition in ${LABEL}: No key attribute specified`);
  }
  const steps = bindings.path(operand, LABEL);
  if (steps.length > 1) {
    throw invalid('KeyConditionExpressions cannot have conditions on nested attributes');
  }
  return steps[0] as string;
}

function literalOf(operand: Operand, bindings: Bindings): AttributeValue {
  if (operand.kind === 'value') return bindings.value(operand.name, LABEL);
  if (operand.kind === 'call') {
    throw invalid('KeyConditionExpressions cannot contain nested operations');
  }
  throw invalid(`Invalid condition in ${LABEL}: Multiple attribute names used in one condition`);
}

function requireType({ name, type }: KeyAttribute, test: RangeTest): void {
  const values = test.operator === 'BETWEEN' ? [test.lower, test.upper] : [test.value];
  for (const value of values) {
    if (typeOf(value) === type && !(test.operator === 'begins_with' && type === 'N')) continue;
    throw invalidParameter('Condition parameter type does not match schema type');
  }
  for (const value of values) {
    if (value.S !== '' && value.B !== '') continue;
    if (test.operator !== '=') continue;
    throw invalid(
      `One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty ${value.S === '' ? 'string' : 'binary'} value. Key: ${name}`,
    );
  }
  if (test.operator === 'BETWEEN' && (compareValues(test.lower, test.upper) ?? 0) > 0) {
    throw invalid('The BETWEEN condition was provided a range where the lower bound is greater than the upper bound');
  }
}
