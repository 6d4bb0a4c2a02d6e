import { DynamoDbError, invalid } from '../errors.ts';
import { type AttributeValue, type Item, readValue, typeOf } from '../values.ts';
import { RESERVED_WORDS } from './reserved-words.ts';
import type { Path, Step } from './syntax.ts';

/** ExpressionAttributeNames and ExpressionAttributeValues, and which of them were used. */
export interface Bindings {
  /** The steps with their aliases replaced. Throws for an unknown alias or a reserved word. */
  path(path: Path, label: string): readonly Step[];
  /** The value of `:name`. Throws if there is none. */
  value(name: string, label: string): AttributeValue;
  /** Throws if something was passed that no expression used. */
  complete(): void;
  /** The first names of the paths that lead into an attribute. */
  readonly nested: ReadonlySet<string>;
}

export interface BindingInput {
  readonly ExpressionAttributeNames?: unknown;
  readonly ExpressionAttributeValues?: unknown;
}

/**
 * Reads the names and values of a request. `expressions` are the expressions that the request has,
 * by name.
 */
export function bindingsOf(input: BindingInput, expressions: readonly (string | undefined)[], all: string): Bindings {
  const hasExpression = expressions.some((expression) => expression !== undefined);
  const names = namesOf(input.ExpressionAttributeNames, hasExpression);
  const values = valuesOf(input.ExpressionAttributeValues, hasExpression, all);
  const usedNames = new Set<string>();
  const usedValues = new Set<string>();
  const nested = new Set<string>();

  const step = (part: Step, label: string): Step => {
    if (typeof part === 'number') return part;
    if (!part.startsWith('#')) {
      if (!RESERVED_WORDS.has(part.toUpperCase())) return part;
      throw invalid(`Invalid ${label}: Attribute name is a reserved keyword; reserved keyword: ${part}`);
    }
    usedNames.add(part);
    const name = names[part];
    if (name !== undefined) return name;
    throw invalid(
      `Invalid ${label}: An expression attribute name used in the document path is not defined; attribute name: ${part}`,
    );
  };

  return {
    nested,
    path({ steps }, label) {
      const named = steps.map((part) => step(part, label));
      if (named.length > 1) nested.add(named[0] as string);
      return named;
    },
    value(name, label) {
      usedValues.add(name);
      const value = values[name];
      if (value !== undefined) return value;
      throw invalid(
        `Invalid ${label}: An expression attribute value used in expression is not defined; attribute value: ${name}`,
      );
    },
    complete() {
      refuseUnused('ExpressionAttributeNames', names, usedNames);
      refuseUnused('ExpressionAttributeValues', values, usedValues);
    },
  };
}

function refuseUnused(parameter: string, given: Readonly<Record<string, unknown>>, used: ReadonlySet<string>): void {
  const unused = Object.keys(given).filter((name) => !used.has(name));
  if (unused.length > 0) {
    throw invalid(`Value provided in ${parameter} unused in expressions: keys: {${unused.join(', ')}}`);
  }
}

type Names = Readonly<Record<string, string>>;

function namesOf(given: unknown, hasExpression: boolean): Names {
  if (given === undefined || given === null) return {};
  if (!hasExpression) {
    throw invalid('ExpressionAttributeNames can only be specified when using expressions');
  }
  const names = given as Names;
  if (Object.keys(names).length === 0) throw invalid('ExpressionAttributeNames must not be empty');
  for (const name of Object.keys(names)) {
    if (!/^#\w+$/.test(name)) {
      throw invalid(`ExpressionAttributeNames contains invalid key: Syntax error; key: "${name}"`);
    }
  }
  return names;
}

function valuesOf(given: unknown, hasExpression: boolean, all: string): Item {
  if (given === undefined || given === null) return {};
  if (!hasExpression) {
    throw invalid(`ExpressionAttributeValues can only be specified when using expressions${all}`);
  }
  const values: Record<string, AttributeValue> = {};
  for (const [name, value] of Object.entries(given as Item)) {
    if (!/^:\w+$/.test(name)) {
      throw invalid(`ExpressionAttributeValues contains invalid key: Syntax error; key: "${name}"`);
    }
    values[name] = bound(name, value);
  }
  if (Object.keys(values).length === 0) throw invalid('ExpressionAttributeValues must not be empty');
  return values;
}

function bound(name: string, value: unknown): AttributeValue {
  try {
    return readValue(value);
  } catch (error) {
    if (!(error instanceof DynamoDbError) || error.name !== 'ValidationException') throw error;
    throw invalid(`ExpressionAttributeValues contains invalid value: ${error.message} for key ${name}`);
  }
}

/** As DynamoDB shows a value in an error: `{S:a}`. */
export function shown(value: AttributeValue): string {
  const type = typeOf(value);
  const inner = value[type];
  return `{${type}:${typeof inner === 'object' ? JSON.stringify(inner) : String(inner)}}`;
}

/** As DynamoDB shows a path in an error: `[a, b, [1]]`. */
export const shownPath = (steps: readonly Step[]): string =>
  `[${steps.map((step) => (typeof step === 'number' ? `[${step}]` : step)).join(', ')}]`;
