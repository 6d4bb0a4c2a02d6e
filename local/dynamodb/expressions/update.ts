import { invalid } from '../errors.ts';
import { add } from '../numbers.ts';
import { type AttributeValue, attributeOf, type Item, setAttribute, typeOf, type ValueType } from '../values.ts';
import type { Bindings } from './bindings.ts';
import { refuseTooManyOperators } from './operators.ts';
import { refuseOverlaps } from './overlap.ts';
import { valueAt } from './paths.ts';
import type { Operand, SetOperand, Step, Update } from './syntax.ts';

const LABEL = 'UpdateExpression';
const PARAMETERS: ReadonlyMap<string, number> = new Map([
  ['if_not_exists', 2],
  ['list_append', 2],
]);
/** The functions of conditions. */
const CONDITION_FUNCTIONS = /^(attribute_exists|attribute_not_exists|attribute_type|begins_with|contains|size)$/;

/** Throws for an update that DynamoDB refuses whatever the item. Returns its paths. */
export function checkUpdate(update: Update, bindings: Bindings): readonly (readonly Step[])[] {
  refuseTooManyOperators(
    update.set.map(({ operand }) => operand),
    LABEL,
  );
  const paths = pathsOf(update, bindings);
  refuseOverlaps(paths, LABEL);
  for (const { operand } of update.set) checkSetOperand(operand, bindings);
  for (const { operand } of [...update.add, ...update.delete]) checkOperand(operand, bindings);
  for (const { operand } of update.add) requireType('ADD', operand, ['N', 'SS', 'NS', 'BS'], bindings);
  for (const { operand } of update.delete) requireType('DELETE', operand, ['SS', 'NS', 'BS'], bindings);
  return paths;
}

const pathsOf = ({ paths }: Update, bindings: Bindings): readonly (readonly Step[])[] =>
  paths.map((path) => bindings.path(path, LABEL));

/** Throws unless the item has the map or list in which the last step is. */
function requireHolder(item: Item, steps: readonly Step[]): void {
  if (steps.length === 1) return;
  const holder = valueAt(item, steps.slice(0, -1));
  if (typeof steps.at(-1) === 'number' ? holder?.L : holder?.M) return;
  throw invalid('The document path provided in the update expression is invalid for update');
}

function checkSetOperand(operand: SetOperand, bindings: Bindings): void {
  if (operand.kind !== 'sum') {
    checkOperand(operand, bindings);
    return;
  }
  for (const part of [operand.left, operand.right]) {
    checkOperand(part, bindings);
    requireType(operand.sign === 1 ? '+' : '-', part, ['N'], bindings);
  }
}

function checkOperand(operand: Operand, bindings: Bindings): void {
  if (operand.kind === 'path') return void bindings.path(operand, LABEL);
  if (operand.kind === 'value') return void bindings.value(operand.name, LABEL);
  const { name, parameters } = operand;
  if (CONDITION_FUNCTIONS.test(name)) {
    throw invalid(`Invalid ${LABEL}: The function is not allowed in an update expression; function: ${name}`);
  }
  const count = PARAMETERS.get(name);
  if (count === undefined) throw invalid(`Invalid ${LABEL}: Invalid function name; function: ${name}`);
  for (const parameter of parameters) {
    if (parameter.kind === 'call' && parameter.name === 'list_append') throw notAllowedHere(parameter.name);
    checkOperand(parameter, bindings);
  }
  if (parameters.length !== count) {
    throw invalid(
      `Invalid ${LABEL}: Incorrect number of operands for operator or function; operator or function: ${name}, number of operands: ${parameters.length}`,
    );
  }
  if (name === 'if_not_exists' && parameters[0]?.kind !== 'path') {
    throw invalid(`Invalid ${LABEL}: Operator or function requires a document path; operator or function: ${name}`);
  }
  if (name === 'list_append') for (const parameter of parameters) requireType(name, parameter, ['L'], bindings);
}

const notAllowedHere = (name: string): Error =>
  invalid(`Invalid ${LABEL}: The function is not allowed to be used this way in an expression; function: ${name}`);

function requireType(operator: string, operand: Operand, allowed: readonly ValueType[], bindings: Bindings): void {
  if (operand.kind !== 'value') return;
  const type = typeOf(bindings.value(operand.name, LABEL));
  if (allowed.includes(type)) return;
  const shownType = operator === 'ADD' || operator === 'DELETE' ? TYPE_WORDS[type] : type;
  const what =
    operator === 'ADD' || operator === 'DELETE' ? `operator: ${operator}` : `operator or function: ${operator}`;
  throw invalid(
    `Invalid ${LABEL}: Incorrect operand type for operator or function; ${what}, operand type: ${shownType}${typeSetNote(operator, allowed)}`,
  );
}

const TYPE_WORDS: Readonly<Record<ValueType, string>> = {
  S: 'STRING',
  N: 'NUMBER',
  B: 'BINARY',
  SS: 'STRING_SET',
  NS: 'NUMBER_SET',
  BS: 'BINARY_SET',
  BOOL: 'BOOLEAN',
  NULL: 'NULL',
  L: 'LIST',
  M: 'MAP',
};

/** DynamoDB names the allowed types for ADD and DELETE only. */
function typeSetNote(operator: string, allowed: readonly ValueType[]): string {
  if (operator !== 'ADD' && operator !== 'DELETE') return '';
  return `, typeSet: ALLOWED_FOR_${operator}_OPERAND`.concat(allowed.length === 0 ? ' {}' : '');
}

/**
 * The item after a checked update. Every operand is read from the item before it. Throws where the
 * item does not fit the update.
 */
export function applyUpdate(item: Item, update: Update, bindings: Bindings): Item {
  for (const steps of pathsOf(update, bindings)) requireHolder(item, steps);
  const results = update.set.map(({ path, operand }) => ({
    steps: bindings.path(path, LABEL),
    value: setValueOf(item, operand, bindings),
  }));
  const root: MutableMap = { ...item };
  const copied = new Set<object>([root]);
  for (const { path, operand } of update.add) {
    const steps = bindings.path(path, LABEL);
    results.push({ steps, value: added(valueAt(item, steps), operandValueOf(item, operand, bindings)) });
  }
  for (const { steps, value } of results) place(root, steps, value, copied);
  const removed = update.remove.map((path) => bindings.path(path, LABEL));
  for (const { path, operand } of update.delete) {
    const steps = bindings.path(path, LABEL);
    const rest = without(valueAt(item, steps), operandValueOf(item, operand, bindings));
    if (rest === undefined) continue;
    if (rest === 'nothing') removed.push(steps);
    else place(root, steps, rest, copied);
  }
  // Indexes are those before the update, so the highest goes first.
  for (const steps of removed.sort(byIndexDescending)) remove(root, steps, copied);
  return root;
}

type MutableMap = Record<string, AttributeValue>;

function byIndexDescending(one: readonly Step[], two: readonly Step[]): number {
  for (let index = 0; index < Math.min(one.length, two.length); index++) {
    const [a, b] = [one[index], two[index]];
    if (typeof a === 'number' && typeof b === 'number' && a !== b) return b - a;
    if (a !== b) return 0;
  }
  return 0;
}

/** The map or list that holds the last step, copied so that the former item stays as it is. */
function holderOf(root: MutableMap, steps: readonly Step[], copied: Set<object>): MutableMap | AttributeValue[] {
  let holder: MutableMap | AttributeValue[] = root;
  for (const [index, step] of steps.slice(0, -1).entries()) {
    const value: AttributeValue | undefined = Array.isArray(holder)
      ? holder[Number(step)]
      : attributeOf(holder, step as string);
    const isList = typeof steps[index + 1] === 'number';
    const inner: unknown = isList ? value?.L : value?.M;
    if (inner === undefined) throw invalid('The document path provided in the update expression is invalid for update');
    let own = inner as MutableMap | AttributeValue[];
    if (!copied.has(own)) {
      own = Array.isArray(inner) ? [...inner] : { ...(inner as MutableMap) };
      copied.add(own);
      const copy = isList ? { L: own as AttributeValue[] } : { M: own as MutableMap };
      if (Array.isArray(holder)) holder[Number(step)] = copy;
      else setAttribute(holder, step as string, copy);
    }
    holder = own;
  }
  return holder;
}

function place(root: MutableMap, steps: readonly Step[], value: AttributeValue, copied: Set<object>): void {
  const holder = holderOf(root, steps, copied);
  const last = steps.at(-1) as Step;
  if (Array.isArray(holder)) holder[Math.min(Number(last), holder.length)] = value;
  else setAttribute(holder, last as string, value);
}

function remove(root: MutableMap, steps: readonly Step[], copied: Set<object>): void {
  const holder = holderOf(root, steps, copied);
  const last = steps.at(-1) as Step;
  if (!Array.isArray(holder)) delete holder[last];
  else if (Number(last) < holder.length) holder.splice(Number(last), 1);
}

const wrongData = (): Error => invalid('An operand in the update expression has an incorrect data type');

function setValueOf(item: Item, operand: SetOperand, bindings: Bindings): AttributeValue {
  if (operand.kind !== 'sum') return operandValueOf(item, operand, bindings);
  const [left, right] = [operand.left, operand.right].map((part) => operandValueOf(item, part, bindings).N);
  if (left === undefined || right === undefined) throw wrongData();
  return { N: add(left, right, operand.sign) };
}

function operandValueOf(item: Item, operand: Operand, bindings: Bindings): AttributeValue {
  if (operand.kind === 'value') return bindings.value(operand.name, LABEL);
  if (operand.kind === 'path') {
    const value = valueAt(item, bindings.path(operand, LABEL));
    if (value === undefined) {
      throw invalid('The provided expression refers to an attribute that does not exist in the item');
    }
    return value;
  }
  const [first, second] = operand.parameters as [Operand, Operand];
  if (operand.name === 'if_not_exists' && first.kind === 'path') {
    return valueAt(item, bindings.path(first, LABEL)) ?? operandValueOf(item, second, bindings);
  }
  const [head, tail] = [operandValueOf(item, first, bindings).L, operandValueOf(item, second, bindings).L];
  if (!head || !tail) throw wrongData();
  return { L: [...head, ...tail] };
}

function added(present: AttributeValue | undefined, value: AttributeValue): AttributeValue {
  if (present === undefined) return value;
  if (present.N !== undefined && value.N !== undefined) return { N: add(present.N, value.N) };
  const type = typeOf(value);
  if ((type !== 'SS' && type !== 'NS' && type !== 'BS') || !present[type]) throw wrongData();
  return { [type]: [...new Set([...present[type], ...(value[type] ?? [])])] };
}

/** The rest of a set; undefined if there was none, and `nothing` if no member is left. */
function without(present: AttributeValue | undefined, value: AttributeValue): AttributeValue | 'nothing' | undefined {
  if (present === undefined) return undefined;
  const type = typeOf(value);
  if ((type !== 'SS' && type !== 'NS' && type !== 'BS') || !present[type]) throw wrongData();
  const gone = new Set(value[type]);
  const rest = present[type].filter((member) => !gone.has(member));
  return rest.length === 0 ? 'nothing' : { [type]: rest };
}
