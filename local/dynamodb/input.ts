import { DynamoDbError, invalid } from './errors.ts';

/** A request or an answer: the JSON of DynamoDB's API. */
export type Json = Readonly<Record<string, unknown>>;

/** The text of a member whose constraint a value breaks, as the API's model gives it. */
export const constraint = (value: string, member: string, rule: string): Error =>
  invalid(`1 validation error detected: Value ${value} at '${member}' failed to satisfy constraint: ${rule}`);

const NOT_NULL = 'Member must not be null';

/** A member that must be there. Its name in errors begins with a small letter. */
export function required<Value>(input: Json, member: string): Value {
  const value = input[member];
  if (value !== undefined && value !== null) return value as Value;
  throw constraint('null', `${member[0]?.toLowerCase()}${member.slice(1)}`, NOT_NULL);
}

/** One of the allowed words, or the fallback if there is none. */
export function oneOf<Word extends string>(input: Json, member: string, words: readonly Word[], fallback: Word): Word {
  const value = input[member] ?? fallback;
  if (words.includes(value as Word)) return value as Word;
  const name = `${member[0]?.toLowerCase()}${member.slice(1)}`;
  throw constraint(`'${value}'`, name, `Member must satisfy enum value set: [${words.join(', ')}]`);
}

/** A whole number of at least `least`; undefined if there is none. */
export function wholeNumber(input: Json, member: string, least: number, most?: number): number | undefined {
  const value = input[member];
  if (value === undefined || value === null) return undefined;
  const name = `${member[0]?.toLowerCase()}${member.slice(1)}`;
  if (typeof value !== 'number' || !Number.isInteger(value)) {
    throw new DynamoDbError('SerializationException', `${typeof value} can not be converted to an Integer`);
  }
  if (value < least) throw constraint(`'${value}'`, name, `Member must have value greater than or equal to ${least}`);
  if (most !== undefined && value > most) {
    throw constraint(`'${value}'`, name, `Member must have value less than or equal to ${most}`);
  }
  return value;
}

/** An expression of the request; undefined if there is none. */
export function expression(input: Json, member: string): string | undefined {
  const value = input[member];
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string') return value;
  throw new DynamoDbError('SerializationException', `${typeof value} can not be converted to a String`);
}

/** How DynamoDB says that a request has none of the expressions that use names or values. */
export function noneOf(members: readonly string[]): string {
  return `: ${members.join(' and ')} ${members.length === 1 ? 'is' : 'are'} null`;
}

const LEGACY = ['Expected', 'AttributeUpdates', 'KeyConditions', 'QueryFilter', 'ScanFilter', 'AttributesToGet'];

/** Throws for the parameters that expressions replaced in 2014. */
export function refuseLegacy(input: Json): void {
  const used = LEGACY.filter((member) => input[member] !== undefined && input[member] !== null);
  if (used.length === 0) return;
  throw invalid(`The local engine knows only expressions, not the legacy parameters: ${used.join(', ')}`);
}
