import { invalid } from '../errors.ts';

export interface Token {
  readonly kind: 'name' | 'alias' | 'value' | 'number' | 'symbol' | 'keyword' | 'strange' | 'end';
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** `alias` is `#name`, `value` is `:name`, and `strange` is a character that no expression has. */
const TOKEN =
  /\s*(?:(#[A-Za-z0-9_]+)|(:[A-Za-z0-9_]+)|([A-Za-z][A-Za-z0-9_]*)|(0|[1-9]\d*)|(<>|<=|>=|[=<>()[\],.+-])|(\S))/uy;
const KINDS = ['alias', 'value', 'name', 'number', 'symbol', 'strange'] as const;

/** Words that never are names, whatever their case. */
const KEYWORDS: ReadonlySet<string> = new Set(['AND', 'OR', 'NOT', 'BETWEEN', 'IN', 'SET', 'REMOVE', 'ADD', 'DELETE']);

/** The longest expression in bytes. */
const MAX_BYTES = 4_096;

/** The words and symbols of an expression. An error names `label`, e.g. `FilterExpression`. */
export function tokensOf(text: string, label: string): readonly Token[] {
  const size = Buffer.byteLength(text);
  if (size > MAX_BYTES) {
    throw invalid(`Invalid ${label}: Expression size has exceeded the maximum allowed size; expression size: ${size}`);
  }
  const tokens: Token[] = [];
  let position = 0;
  for (;;) {
    TOKEN.lastIndex = position;
    const match = TOKEN.exec(text);
    if (!match) break;
    const index = match.slice(1).findIndex((group) => group !== undefined);
    const found = match[index + 1] as string;
    position = TOKEN.lastIndex;
    const kind = index === 2 && KEYWORDS.has(found.toUpperCase()) ? 'keyword' : (KINDS[index] ?? 'symbol');
    tokens.push({ kind, text: found, start: position - found.length, end: position });
  }
  tokens.push({ kind: 'end', text: '<EOF>', start: text.length, end: text.length });
  const strange = tokens.findIndex(({ kind }) => kind === 'strange');
  if (strange >= 0) throw syntaxError(label, text, tokens, strange);
  return tokens;
}

/** The error for a token, with its neighbours. */
function syntaxError(label: string, text: string, tokens: readonly Token[], index: number): Error {
  const token = tokens[index] as Token;
  const from = tokens[index - 1]?.start ?? (token.kind === 'end' ? 0 : token.start);
  const to = tokens[index + 1]?.end ?? token.end;
  return invalid(`Invalid ${label}: Syntax error; token: "${token.text}", near: "${text.slice(from, to)}"`);
}

/** Reads tokens one after the other. */
export class TokenReader {
  readonly label: string;
  readonly #text: string;
  readonly #tokens: readonly Token[];
  #next = 0;

  constructor(text: string, label: string) {
    if (text.trim() === '') throw invalid(`Invalid ${label}: The expression can not be empty;`);
    this.label = label;
    this.#text = text;
    this.#tokens = tokensOf(text, label);
  }

  peek(ahead = 0): Token {
    return this.#tokens[Math.min(this.#next + ahead, this.#tokens.length - 1)] as Token;
  }

  take(): Token {
    const token = this.peek();
    this.#next += 1;
    return token;
  }

  /** Takes the next token if it is this symbol, or this keyword in any case. */
  takeIf(text: string): boolean {
    if (!this.is(text)) return false;
    this.#next += 1;
    return true;
  }

  is(text: string, ahead = 0): boolean {
    const token = this.peek(ahead);
    return token.kind === 'keyword'
      ? token.text.toUpperCase() === text
      : token.kind === 'symbol' && token.text === text;
  }

  expect(text: string): void {
    if (!this.takeIf(text)) throw this.unexpected();
  }

  /** The error for the next token. */
  unexpected(): Error {
    return syntaxError(this.label, this.#text, this.#tokens, Math.min(this.#next, this.#tokens.length - 1));
  }

  redundant(): Error {
    return invalid(`Invalid ${this.label}: The expression has redundant parentheses;`);
  }
}
