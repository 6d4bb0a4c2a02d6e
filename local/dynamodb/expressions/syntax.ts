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
  /** All paths that are changed, in the order of the text. */
  readonly paths: readonly Path[];
  readonly set: readonly { readonly path: Path; readonly operand: SetOperand }[];
  readonly remove: readonly Path[];
  readonly add: readonly { readonly path: Path; readonly operand: Operand }[];
  readonly delete: readonly { readonly path: Path; readonly operand: Operand }[];
}

const COMPARATORS: ReadonlySet<string> = new Set(['=', '<>', '<', '<=', '>', '>=']);

/** A condition or an operand: only the end of a parenthesis tells which. */
interface Part<Kind = Condition | Operand> {
  readonly part: Kind;
  readonly isWrapped: boolean;
}

/** Parses a condition, filter or key condition. `label` names the expression in errors. */
export function parseCondition(text: string, label: string): Condition {
  const reader = new TokenReader(text, label);
  const condition = conditionOf(reader, orOf(reader));
  if (reader.peek().kind !== 'end') throw reader.unexpected();
  return condition;
}

/** Throws at the next token if the part is an operand, which something should have followed. */
function conditionOf(reader: TokenReader, { part }: Part): Condition {
  if (part.kind === 'path' || part.kind === 'value') throw reader.unexpected();
  return part;
}

const orOf = (reader: TokenReader): Part => chain(reader, 'OR', andOf);
const andOf = (reader: TokenReader): Part => chain(reader, 'AND', notOf);

function chain(reader: TokenReader, word: 'AND' | 'OR', inner: (reader: TokenReader) => Part): Part {
  let left = inner(reader);
  while (reader.is(word)) {
    const first = conditionOf(reader, left);
    reader.take();
    const right = conditionOf(reader, inner(reader));
    left = { part: { kind: word === 'AND' ? 'and' : 'or', left: first, right }, isWrapped: false };
  }
  return left;
}

function notOf(reader: TokenReader): Part {
  if (!reader.takeIf('NOT')) return testOf(reader);
  return { part: { kind: 'not', condition: conditionOf(reader, notOf(reader)) }, isWrapped: false };
}

function testOf(reader: TokenReader): Part {
  const first = reader.is('(') ? wrapped(reader, orOf) : { part: operandOf(reader), isWrapped: false };
  const left = first.part;
  if (left.kind !== 'path' && left.kind !== 'value' && left.kind !== 'call') return first;
  const part = restOfTest(reader, left);
  return part ? { part, isWrapped: false } : first;
}

function wrapped<Kind>(reader: TokenReader, inner: (reader: TokenReader) => Part<Kind>): Part<Kind> {
  reader.expect('(');
  const { part, isWrapped } = inner(reader);
  reader.expect(')');
  if (isWrapped) throw reader.redundant();
  return { part, isWrapped: true };
}

/** The test that begins with the operand; undefined if no test follows it. */
function restOfTest(reader: TokenReader, left: Operand): Condition | undefined {
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
  if (!reader.takeIf('IN')) return undefined;
  reader.expect('(');
  const members = listOf(reader, operandOf);
  reader.expect(')');
  return { kind: 'in', operand: left, members };
}

function listOf<Part>(reader: TokenReader, part: (reader: TokenReader) => Part): Part[] {
  const parts = [part(reader)];
  while (reader.takeIf(',')) parts.push(part(reader));
  return parts;
}

function operandOf(reader: TokenReader): Operand {
  if (reader.is('(')) {
    return wrapped(reader, () => ({ isWrapped: reader.is('('), part: operandOf(reader) })).part;
  }
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
      steps.push(indexIn(index.text, reader.label));
    } else return { kind: 'path', steps };
  }
}

/** The largest index of a list that an expression may have. */
const MAX_INDEX = 2 ** 31 - 1;

function indexIn(text: string, label: string): number {
  if (Number(text) <= MAX_INDEX) return Number(text);
  throw invalid(`Invalid ${label}: List index is not within the allowable range; index: [${text}]`);
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
  const update: { -readonly [Section in keyof Update]: Update[Section] } = {
    ...{ paths: [], set: [], remove: [], add: [], delete: [] },
  };
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
    const own =
      section === 'REMOVE'
        ? update.remove
        : update[section === 'SET' ? 'set' : section === 'ADD' ? 'add' : 'delete'].map(({ path }) => path);
    update.paths = [...update.paths, ...own];
  }
  return update;
}

function assignmentOf(reader: TokenReader): Update['set'][number] {
  const path = pathOf(reader);
  reader.expect('=');
  return { path, operand: setOperandOf(reader) };
}

const setOperandOf = (reader: TokenReader): SetOperand => setPartOf(reader).part;

function setPartOf(reader: TokenReader): Part<SetOperand> {
  const first: Part<SetOperand> = reader.is('(')
    ? wrapped(reader, setPartOf)
    : { part: operandOf(reader), isWrapped: false };
  const left = first.part;
  const sign = reader.takeIf('+') ? 1 : reader.takeIf('-') ? -1 : undefined;
  if (sign === undefined) return first;
  if (left.kind === 'sum') throw reader.unexpected();
  return { part: { kind: 'sum', sign, left, right: operandOf(reader) }, isWrapped: false };
}

function changeOf(reader: TokenReader): Update['add'][number] {
  const path = pathOf(reader);
  const { kind, text } = reader.peek();
  if (kind !== 'value') throw reader.unexpected();
  reader.take();
  return { path, operand: { kind: 'value', name: text } };
}
