import { invalid } from '../errors.ts';
import { TokenReader } from './lexer.ts';

/** A step into an attribute: a name, an alias (`#name`) or an index of a list. */
export type Step = string | number;

export type Operand =
  | { readonly kind: 'path'; readonly steps: readonly Step[] }
  | { readonly kind: 'value'; readonly name: string }
  | { readonly kind: 'call'; readonly name: string; readonly parameters: readonly Operand[] };

export type Comparator = '=' | '<>' | '<' | '<=' | '>' | '>=';

export type Condition =
  | { readonly kind: 'and' | 'or'; readonly left: Condition; readonly right: Condition }
  | { readonly kind: 'not'; readonly condition: Condition }
  | { readonly kind: 'compare'; readonly operator: Comparator; readonly left: Operand; readonly right: Operand }
  | { readonly kind: 'between'; readonly operand: Operand; readonly lower: Operand; readonly upper: Operand }
  | { readonly kind: 'in'; readonly operand: Operand; readonly members: readonly Operand[] }
  | Extract<Operand, { kind: 'call' }>;

export type SetOperand =
  | Operand
  | { readonly kind: 'sum'; readonly sign: 1 | -1; readonly left: Operand; readonly right: Operand };

export type Path = Extract<Operand, { kind: 'path' }>;

export interface Update {
  readonly set: readonly { readonly path: Path; readonly operand: SetOperand }[];
  readonly remove: readonly Path[];
  readonly add: readonly { readonly path: Path; readonly operand: Operand }[];
  readonly delete: readonly { readonly path: Path; readonly operand: Operand }[];
}

const COMPARATORS: ReadonlySet<string> = new Set(['=', '<>', '<', '<=', '>', '>=']);

/** Parses a condition, filter or key condition. `label` names the expression in errors. */
export function parseCondition(text: string, label: string): Condition {
  const reader = new TokenReader(text, label);
  const condition = orOf(reader);
  if (reader.peek().kind !== 'end') throw reader.unexpected();
  return condition;
}

function orOf(reader: TokenReader): Condition {
  let left = andOf(reader);
  while (reader.takeIf('OR')) left = { kind: 'or', left, right: andOf(reader) };
  return left;
}

function andOf(reader: TokenReader): Condition {
  let left = notOf(reader);
  while (reader.takeIf('AND')) left = { kind: 'and', left, right: notOf(reader) };
  return left;
}

function notOf(reader: TokenReader): Condition {
  if (reader.takeIf('NOT')) return { kind: 'not', condition: notOf(reader) };
  if (reader.is('(')) {
    reader.take();
    const inner = orOf(reader);
    reader.expect(')');
    return inner;
  }
  return testOf(reader);
}

function testOf(reader: TokenReader): Condition {
  const left = operandOf(reader);
  const token = reader.peek();
  if (token.kind === 'symbol' && COMPARATORS.has(token.text)) {
    reader.take();
    return { kind: 'compare', operator: token.text as Comparator, left, right: operandOf(reader) };
  }
  if (reader.takeIf('BETWEEN')) {
    const lower = operandOf(reader);
    reader.expect('AND');
    return { kind: 'between', operand: left, lower, upper: operandOf(reader) };
  }
  if (reader.takeIf('IN')) {
    reader.expect('(');
    const members = listOf(reader, operandOf);
    reader.expect(')');
    return { kind: 'in', operand: left, members };
  }
  if (left.kind === 'call') return left;
  throw reader.unexpected();
}

function listOf<Part>(reader: TokenReader, part: (reader: TokenReader) => Part): Part[] {
  const parts = [part(reader)];
  while (reader.takeIf(',')) parts.push(part(reader));
  return parts;
}

function operandOf(reader: TokenReader): Operand {
  const token = reader.peek();
  if (token.kind === 'value') {
    reader.take();
    return { kind: 'value', name: token.text };
  }
  if (token.kind === 'name' && reader.is('(', 1)) {
    reader.take();
    reader.take();
    const parameters = listOf(reader, operandOf);
    reader.expect(')');
    return { kind: 'call', name: token.text, parameters };
  }
  if (reader.is('(')) {
    reader.take();
    const inner = operandOf(reader);
    reader.expect(')');
    return inner;
  }
  return pathOf(reader);
}

function pathOf(reader: TokenReader): Path {
  const steps: Step[] = [nameOf(reader)];
  for (;;) {
    if (reader.takeIf('.')) steps.push(nameOf(reader));
    else if (reader.takeIf('[')) {
      const index = reader.peek();
      if (index.kind !== 'number') throw reader.unexpected();
      reader.take();
      reader.expect(']');
      steps.push(Number(index.text));
    } else return { kind: 'path', steps };
  }
}

function nameOf(reader: TokenReader): string {
  const token = reader.peek();
  if (token.kind !== 'name' && token.kind !== 'alias') throw reader.unexpected();
  reader.take();
  return token.text;
}

/** Parses a list of document paths. */
export function parseProjection(text: string): readonly Path[] {
  const reader = new TokenReader(text, 'ProjectionExpression');
  const paths = listOf(reader, pathOf);
  if (reader.peek().kind !== 'end') throw reader.unexpected();
  return paths;
}

const SECTIONS = ['SET', 'REMOVE', 'ADD', 'DELETE'] as const;

/** Parses an update expression: each section at most once, in any order. */
export function parseUpdate(text: string): Update {
  const reader = new TokenReader(text, 'UpdateExpression');
  const update: { -readonly [Section in keyof Update]: Update[Section] } = { set: [], remove: [], add: [], delete: [] };
  const seen = new Set<string>();
  while (reader.peek().kind !== 'end') {
    const section = SECTIONS.find((name) => reader.is(name));
    if (!section) throw reader.unexpected();
    if (seen.has(section)) {
      throw invalid(
        `Invalid UpdateExpression: The "${section}" section can only be used once in an update expression;`,
      );
    }
    seen.add(section);
    reader.take();
    if (section === 'SET') update.set = listOf(reader, assignmentOf);
    else if (section === 'REMOVE') update.remove = listOf(reader, pathOf);
    else update[section === 'ADD' ? 'add' : 'delete'] = listOf(reader, changeOf);
  }
  return update;
}

function assignmentOf(reader: TokenReader): Update['set'][number] {
  const path = pathOf(reader);
  reader.expect('=');
  return { path, operand: setOperandOf(reader) };
}

function setOperandOf(reader: TokenReader): SetOperand {
  if (reader.is('(')) {
    reader.take();
    const inner = setOperandOf(reader);
    reader.expect(')');
    return inner;
  }
  const left = operandOf(reader);
  const sign = reader.takeIf('+') ? 1 : reader.takeIf('-') ? -1 : undefined;
  return sign === undefined ? left : { kind: 'sum', sign, left, right: operandOf(reader) };
}

function changeOf(reader: TokenReader): Update['add'][number] {
  return { path: pathOf(reader), operand: operandOf(reader) };
}
