import { invalid } from '../errors.ts';

export interface Token {
  readonly kind: 'name' | 'alias' | 'value' | 'number' | 'symbol' | 'end';
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** `alias` is `#name`, `value` is `:name`. */
const TOKEN = /\s*(?:(#[A-Za-z0-9_]+)|(:[A-Za-z0-9_]+)|([A-Za-z_][A-Za-z0-9_]*)|(\d+)|(<>|<=|>=|[=<>()[\],.+-]))/y;
const KINDS = ['alias', 'value', 'name', 'number', 'symbol'] as const;

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
    tokens.push({ kind: KINDS[index] ?? 'symbol', text: found, start: position - found.length, end: position });
  }
  const rest = text.slice(position).trimStart();
  if (rest !== '') {
    const token = /^[#:]?\w*/.exec(rest)?.[0] || (rest[0] as string);
    const start = text.length - rest.length;
    throw syntaxError(label, text, token, tokens.at(-1)?.start ?? start, start + token.length);
  }
  tokens.push({ kind: 'end', text: '<EOF>', start: text.length, end: text.length });
  return tokens;
}

export const syntaxError = (label: string, text: string, token: string, from: number, to: number): Error =>
  invalid(`Invalid ${label}: Syntax error; token: "${token}", near: "${text.slice(from, to).trim()}"`);

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
    return token.kind === 'name' ? token.text.toUpperCase() === text : token.kind === 'symbol' && token.text === text;
  }

  expect(text: string): void {
    if (!this.takeIf(text)) throw this.unexpected();
  }

  /** The error for the next token, with its neighbours. */
  unexpected(): Error {
    const token = this.peek();
    const before = this.#tokens[this.#next - 1] ?? token;
    const after = this.#tokens[this.#next + 1] ?? token;
    return syntaxError(this.label, this.#text, token.text, before.start, after.end);
  }
}
