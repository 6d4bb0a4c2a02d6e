import { invalid } from '../errors.ts';
import { type AttributeValue, compareValues, type Item, isEqual, sizeOf, typeOf } from '../values.ts';
import { type Bindings, shown, shownPath } from './bindings.ts';
import { refuseTooManyOperators } from './operators.ts';
import { valueAt } from './paths.ts';
import type { Condition, Operand } from './syntax.ts';

type Call = Extract<Operand, { kind: 'call' }>;

const PARAMETERS: ReadonlyMap<string, number> = new Map([
  ['attribute_exists', 1],
  ['attribute_not_exists', 1],
  ['attribute_type', 2],
  ['begins_with', 2],
  ['contains', 2],
  ['size', 1],
]);
/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html */
const MAX_IN = 100;
const TYPE_NAMES = ['B', 'NULL', 'SS', 'BOOL', 'L', 'BS', 'N', 'NS', 'S', 'M'];
const ORDERED: ReadonlySet<string> = new Set(['S', 'N', 'B']);
/** The functions of update expressions. */
const UPDATE_FUNCTIONS: ReadonlySet<string> = new Set(['if_not_exists', 'list_append']);

/**
 * Throws for a condition that DynamoDB refuses whatever the item. `label` names the expression in
 * errors.
 */
export function checkCondition(condition: Condition, bindings: Bindings, label: string): void {
  refuseTooManyOperators([condition], label);
  checkPart(condition, bindings, label);
}

function checkPart(condition: Condition, bindings: Bindings, label: string): void {
  switch (condition.kind) {
    case 'and':
    case 'or':
      checkPart(condition.left, bindings, label);
      checkPart(condition.right, bindings, label);
      return;
    case 'not':
      checkPart(condition.condition, bindings, label);
      return;
    case 'compare':
      checkOperand(condition.left, bindings, label);
      checkOperand(condition.right, bindings, label);
      refuseSame(condition.operator, condition.left, [condition.right], bindings, label);
      if (condition.operator === '=' || condition.operator === '<>') return;
      requireTypes(condition.operator, [condition.left, condition.right], ORDERED, bindings, label);
      return;
    case 'between':
      checkBetween(condition, bindings, label);
      return;
    case 'in':
      for (const operand of [condition.operand, ...condition.members]) checkOperand(operand, bindings, label);
      if (condition.members.length > MAX_IN) {
        throw invalid(
          `Invalid ${label}: The IN operator is provided with too many operands; number of operands: ${condition.members.length}`,
        );
      }
      refuseSame('IN', condition.operand, condition.members, bindings, label);
      return;
    case 'call':
      checkTest(condition, bindings, label);
  }
}

function checkBetween(
  { operand, lower, upper }: Extract<Condition, { kind: 'between' }>,
  bindings: Bindings,
  label: string,
): void {
  for (const part of [operand, lower, upper]) checkOperand(part, bindings, label);
  refuseSame('BETWEEN', operand, [lower, upper], bindings, label);
  requireTypes('BETWEEN', [operand, lower, upper], ORDERED, bindings, label);
  if (lower.kind !== 'value' || upper.kind !== 'value') return;
  const [from, to] = [bindings.value(lower.name, label), bindings.value(upper.name, label)];
  const bounds = `lower bound operand: AttributeValue: ${shown(from)}, upper bound operand: AttributeValue: ${shown(to)}`;
  const order = compareValues(from, to);
  if (order === undefined) {
    throw invalid(
      `Invalid ${label}: The BETWEEN operator requires same data type for lower and upper bounds; ${bounds}`,
    );
  }
  if (order > 0) {
    throw invalid(
      `Invalid ${label}: The BETWEEN operator requires upper bound to be greater than or equal to lower bound; ${bounds}`,
    );
  }
}

function checkOperand(operand: Operand, bindings: Bindings, label: string): void {
  if (operand.kind === 'path') bindings.path(operand, label);
  else if (operand.kind === 'value') bindings.value(operand.name, label);
  else {
    checkCall(operand, bindings, label);
    if (operand.name !== 'size') throw notAllowedHere(operand, label);
    checkSize(operand, bindings, label);
  }
}

const notAllowedHere = ({ name }: Call, label: string): Error =>
  invalid(`Invalid ${label}: The function is not allowed to be used this way in an expression; function: ${name}`);

function checkCall({ name, parameters }: Call, bindings: Bindings, label: string): void {
  if (UPDATE_FUNCTIONS.has(name)) {
    throw invalid(`Invalid ${label}: The function is not allowed in a condition expression; function: ${name}`);
  }
  const count = PARAMETERS.get(name);
  if (count === undefined) throw invalid(`Invalid ${label}: Invalid function name; function: ${name}`);
  for (const parameter of parameters) checkOperand(parameter, bindings, label);
  if (parameters.length !== count) {
    throw invalid(
      `Invalid ${label}: Incorrect number of operands for operator or function; operator or function: ${name}, number of operands: ${parameters.length}`,
    );
  }
}

function checkSize({ parameters }: Call, bindings: Bindings, label: string): void {
  requireTypes('size', parameters, new Set(['S', 'B', 'SS', 'NS', 'BS', 'L', 'M']), bindings, label);
}

function checkTest(call: Call, bindings: Bindings, label: string): void {
  checkCall(call, bindings, label);
  const { name, parameters } = call;
  const [first, second] = parameters as [Operand, Operand | undefined];
  if (name === 'size') throw notAllowedHere(call, label);
  if (second) refuseSame(name, first, [second], bindings, label);
  if (name === 'begins_with') requireTypes(name, parameters, new Set(['S', 'B']), bindings, label);
  else if (name !== 'contains' && first.kind !== 'path') {
    throw invalid(`Invalid ${label}: Operator or function requires a document path; operator or function: ${name}`);
  }
  if (name === 'attribute_type' && second) checkTypeName(second, bindings, label);
}

function checkTypeName(operand: Operand, bindings: Bindings, label: string): void {
  if (operand.kind !== 'value') {
    throw invalid(
      `Invalid ${label}: Incorrect operand type for operator or function; operator or function: attribute_type, operand type: PATH`,
    );
  }
  const value = bindings.value(operand.name, label);
  requireTypes('attribute_type', [operand], new Set(['S']), bindings, label);
  if (!TYPE_NAMES.includes(value.S as string)) {
    throw invalid(
      `Invalid ${label}: Invalid attribute type name found; type: ${value.S}, valid types: {${TYPE_NAMES.join(',')}}`,
    );
  }
}

/**
 * Refuses an operand that is known to have another type. The item alone tells what a path holds.
 */
function requireTypes(
  operator: string,
  operands: readonly Operand[],
  allowed: ReadonlySet<string>,
  bindings: Bindings,
  label: string,
): void {
  for (const operand of operands) {
    if (operand.kind === 'path') continue;
    // The only function that can be an operand is `size`, which gives a number.
    const type = operand.kind === 'value' ? typeOf(bindings.value(operand.name, label)) : 'N';
    if (allowed.has(type)) continue;
    throw invalid(
      `Invalid ${label}: Incorrect operand type for operator or function; operator or function: ${operator}, operand type: ${type}`,
    );
  }
}

function refuseSame(
  operator: string,
  first: Operand,
  others: readonly Operand[],
  bindings: Bindings,
  label: string,
): void {
  if (first.kind !== 'path') return;
  const path = shownPath(bindings.path(first, label));
  for (const other of others) {
    if (other.kind !== 'path' || shownPath(bindings.path(other, label)) !== path) continue;
    throw invalid(
      `Invalid ${label}: The first operand must be distinct from the remaining operands for this operator or function; operator: ${operator}, first operand: ${path}`,
    );
  }
}

/** Whether the item meets a checked condition. A missing item counts as one without attributes. */
export function meets(item: Item, condition: Condition, bindings: Bindings): boolean {
  switch (condition.kind) {
    case 'and':
      return meets(item, condition.left, bindings) && meets(item, condition.right, bindings);
    case 'or':
      return meets(item, condition.left, bindings) || meets(item, condition.right, bindings);
    case 'not':
      return !meets(item, condition.condition, bindings);
    case 'compare':
      return isTrue(
        condition.operator,
        operandValue(item, condition.left, bindings),
        operandValue(item, condition.right, bindings),
      );
    case 'between': {
      const [value, lower, upper] = [condition.operand, condition.lower, condition.upper].map((operand) =>
        operandValue(item, operand, bindings),
      );
      return isTrue('>=', value, lower) && isTrue('<=', value, upper);
    }
    case 'in': {
      const value = operandValue(item, condition.operand, bindings);
      return condition.members.some((member) => isTrue('=', value, operandValue(item, member, bindings)));
    }
    case 'call':
      return passes(item, condition, bindings);
  }
}

function isTrue(operator: string, left: AttributeValue | undefined, right: AttributeValue | undefined): boolean {
  if (operator === '<>') return left === undefined || right === undefined || !isEqual(left, right);
  if (left === undefined || right === undefined) return false;
  if (operator === '=') return isEqual(left, right);
  const order = compareValues(left, right);
  if (order === undefined) return false;
  if (operator === '<') return order < 0;
  if (operator === '<=') return order <= 0;
  return operator === '>' ? order > 0 : order >= 0;
}

function operandValue(item: Item, operand: Operand, bindings: Bindings): AttributeValue | undefined {
  if (operand.kind === 'path') return valueAt(item, bindings.path(operand, ''));
  if (operand.kind === 'value') return bindings.value(operand.name, '');
  const value = operandValue(item, operand.parameters[0] as Operand, bindings);
  const size = value && sizeIn(value);
  return size === undefined ? undefined : { N: String(size) };
}

/** The result of `size`: characters, bytes or members; undefined for types that have no size. */
function sizeIn(value: AttributeValue): number | undefined {
  if (value.S !== undefined) return value.S.length;
  if (value.B !== undefined) return sizeOf(value);
  const members = value.SS ?? value.NS ?? value.BS ?? value.L ?? (value.M && Object.keys(value.M));
  return members?.length;
}

function passes(item: Item, { name, parameters }: Call, bindings: Bindings): boolean {
  const value = operandValue(item, parameters[0] as Operand, bindings);
  if (name === 'attribute_exists') return value !== undefined;
  if (name === 'attribute_not_exists') return value === undefined;
  const other = operandValue(item, parameters[1] as Operand, bindings);
  if (value === undefined || other === undefined) return false;
  if (name === 'attribute_type') return typeOf(value) === other.S;
  return name === 'begins_with' ? beginsWith(value, other) : contains(value, other);
}

export function beginsWith(value: AttributeValue, prefix: AttributeValue): boolean {
  if (value.S !== undefined && prefix.S !== undefined) return value.S.startsWith(prefix.S);
  if (value.B === undefined || prefix.B === undefined) return false;
  return binary(value.B).startsWith(binary(prefix.B));
}

const binary = (base64: string): string => Buffer.from(base64, 'base64').toString('latin1');

function contains(value: AttributeValue, member: AttributeValue): boolean {
  if (value.S !== undefined) return member.S !== undefined && value.S.includes(member.S);
  if (value.B !== undefined) return member.B !== undefined && binary(value.B).includes(binary(member.B));
  if (value.SS) return member.S !== undefined && value.SS.includes(member.S);
  if (value.NS) return member.N !== undefined && value.NS.includes(member.N);
  if (value.BS) return member.B !== undefined && value.BS.includes(member.B);
  return value.L?.some((one) => isEqual(one, member)) ?? false;
}
