import { DynamoDbError, invalid } from './errors.ts';

/** A request or an answer: the JSON of DynamoDB's API. */
export type Json = Readonly<Record<string, unknown>>;

/** The text of a member whose constraint a value breaks, as the API's model gives it. */
export const constraint = (value: string, member: string, rule: string): Error =>
  invalid(`1 validation error detected: Value ${value} at '${member}' failed to satisfy constraint: ${rule}`);

/** The same where DynamoDB doesn't show the value, and names the member as the request does. */
export const nameless = (member: string, rule: string): Error =>
  invalid(`1 validation error detected: Value at '${member}' failed to satisfy constraint: ${rule}`);

export const NOT_NULL = 'Member must not be null';

/** A member that must be there. Its name in errors begins with a small letter. */
export function required<Value>(input: Json, member: string): Value {
  const value = input[member];
  if (value !== undefined && value !== null) return value as Value;
  throw constraint('null', `${member[0]?.toLowerCase()}${member.slice(1)}`, NOT_NULL);
}

/** One of the allowed words, or the fallback if there is none. `name` is the member in errors. */
export function oneOf<Word extends string>(
  input: Json,
  member: string,
  words: readonly Word[],
  fallback: Word,
  name = `${member[0]?.toLowerCase()}${member.slice(1)}`,
): Word {
  const value = input[member] ?? fallback;
  if (words.includes(value as Word)) return value as Word;
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

const MAX_NAME = 255;
/** The names of tables; an ARN is allowed in their place. */
const TABLE_NAME = /^[a-zA-Z0-9_.-]+$/;

/** Checks the members that nearly all operations have, before all others. */
export function checkCommon(input: Json): void {
  const { TableName: name } = input;
  if (typeof name === 'string' && !name.startsWith('arn:')) {
    if (name === '') throw nameless('TableName', 'Member must have length greater than or equal to 1');
    if (name.length > MAX_NAME) {
      throw constraint(`'${name}'`, 'tableName', `Member must have length less than or equal to ${MAX_NAME}`);
    }
    if (!TABLE_NAME.test(name)) {
      throw constraint(`'${name}'`, 'tableName', 'Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+');
    }
  }
  oneOf(input, 'ReturnConsumedCapacity', ['INDEXES', 'TOTAL', 'NONE'], 'NONE');
  oneOf(input, 'ReturnItemCollectionMetrics', ['SIZE', 'NONE'], 'NONE');
}

/** `Limit` of a query, whose texts DynamoDB gives without the value. */
export function limitOf(input: Json): number | undefined {
  const { Limit } = input;
  if (typeof Limit === 'number' && Limit < 1) {
    throw nameless('Limit', 'Member must have value greater than or equal to 1');
  }
  return wholeNumber(input, 'Limit', 1);
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
