import { resolve } from './references.ts';

/** `problem`: a response whose `code` may gain values. */
export type Direction = 'request' | 'response' | 'problem';

interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly format?: string;
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly additionalProperties?: Schema | boolean;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly [keyword: string]: unknown;
}

/** A schema, and the document that its references are of. */
interface Place {
  readonly document: unknown;
  readonly schema: Schema;
}

const LOWER_LIMITS = ['minimum', 'minLength', 'minItems'];
const UPPER_LIMITS = ['maximum', 'maxLength', 'maxItems'];

/** Lists the changes that break a client of the first schema, each as `.path is …`. */
export function breakingSchemaChanges(before: Place, after: Place, direction: Direction): string[] {
  const [was, is] = [flat(before), flat(after)];
  const nested = direction === 'problem' ? 'response' : direction;
  const inner = (one: Schema | undefined, other: Schema | undefined, of: Direction = nested) =>
    one && other ? breakingSchemaChanges({ ...before, schema: one }, { ...after, schema: other }, of) : [];
  return [
    ...typeChanges(was, is, direction),
    ...enumChanges(was, is, direction),
    ...(direction === 'request' ? limitChanges(was, is) : []),
    ...memberChanges(was, is, direction),
    ...Object.entries(was.properties ?? {}).flatMap(([name, schema]) => {
      const of = name === 'code' ? direction : nested;
      return inner(schema, is.properties?.[name], of).map((change) => `.${name}${change}`);
    }),
    ...inner(was.items, is.items).map((change) => `[]${change}`),
    ...inner(schemaOf(was.additionalProperties), schemaOf(is.additionalProperties)).map((change) => `.*${change}`),
    ...unionChanges({ ...before, schema: was }, { ...after, schema: is }, direction),
  ];
}

const schemaOf = (value: Schema | boolean | undefined): Schema | undefined =>
  typeof value === 'object' ? value : undefined;

/** Without the reference, and with what its `allOf` adds. */
function flat({ document, schema }: Place): Schema {
  if (schema.$ref) return flat({ document, schema: resolve(document, schema.$ref) as Schema });
  const { allOf = [], ...own } = schema;
  return allOf.map((part) => flat({ document, schema: part })).reduce(both, own);
}

function both(one: Schema, other: Schema): Schema {
  const properties = { ...one.properties };
  for (const [name, schema] of Object.entries(other.properties ?? {})) {
    properties[name] = properties[name] ? { allOf: [properties[name], schema] } : schema;
  }
  const required = [...new Set([...(one.required ?? []), ...(other.required ?? [])])];
  return { ...one, ...other, properties, required };
}

function typeChanges(was: Schema, is: Schema, direction: Direction): string[] {
  const [narrow, wide] = direction === 'request' ? [was, is] : [is, was];
  const isWider = wide.type === undefined || (wide.type === 'number' && narrow.type === 'integer');
  if (was.type !== is.type && !isWider) return [` is ${is.type ?? 'of any type'} instead of ${was.type ?? 'any type'}`];
  const isSame = was.format === is.format || wide.format === undefined;
  return isSame ? [] : [` has the format ${is.format ?? 'any'} instead of ${was.format ?? 'any'}`];
}

/** A request must not lose a value, an answer must not gain one. */
function enumChanges(was: Schema, is: Schema, direction: Direction): string[] {
  const [narrow, wide] = direction === 'request' ? [was.enum, is.enum] : [is.enum, was.enum];
  if (direction === 'problem' || wide === undefined) return [];
  const what = direction === 'request' ? 'no longer takes' : 'may now be';
  if (narrow === undefined) return [` ${what} other values than ${wide.join(', ')}`];
  const values = narrow.filter((value) => !wide.includes(value));
  return values.length > 0 ? [` ${what} ${values.join(', ')}`] : [];
}

function limitChanges(was: Schema, is: Schema): string[] {
  const tightened = [
    ...LOWER_LIMITS.filter((limit) => Number(is[limit] ?? -Infinity) > Number(was[limit] ?? -Infinity)),
    ...UPPER_LIMITS.filter((limit) => Number(is[limit] ?? Infinity) < Number(was[limit] ?? Infinity)),
    ...(is.pattern !== undefined && is.pattern !== was.pattern ? ['pattern'] : []),
  ];
  return tightened.map((limit) => ` has the ${limit} ${is[limit]} instead of ${was[limit] ?? 'none'}`);
}

function memberChanges(was: Schema, is: Schema, direction: Direction): string[] {
  const isStrict = direction !== 'request' || is.additionalProperties === false;
  const removed = Object.keys(was.properties ?? {}).filter((name) => isStrict && !is.properties?.[name]);
  const [needs, needed] = direction === 'request' ? [is, was] : [was, is];
  const changed = (needs.required ?? []).filter((name) => !needed.required?.includes(name) && !removed.includes(name));
  return [
    ...removed.map((name) => `.${name} is removed`),
    ...changed.map((name) => `.${name} is ${direction === 'request' ? 'required' : 'no longer always there'}`),
  ];
}

/**
 * Every kind that may be sent must still be one, every kind that may be answered must have been
 * one.
 */
function unionChanges(before: Place, after: Place, direction: Direction): string[] {
  const [were, are] = [before, after].map(({ schema }) => schema.anyOf ?? schema.oneOf);
  if (!were && !are) return [];
  const [ones, others] = [were ?? [before.schema], are ?? [after.schema]];
  const fits = (one: Schema, other: Schema) =>
    breakingSchemaChanges({ ...before, schema: one }, { ...after, schema: other }, direction).length === 0;
  const nameOf = (schema: Schema) => schema.$ref?.split('/').at(-1) ?? schema.type ?? 'a kind';
  return direction === 'request'
    ? ones.filter((one) => !others.some((other) => fits(one, other))).map((one) => ` no longer takes ${nameOf(one)}`)
    : others.filter((other) => !ones.some((one) => fits(one, other))).map((other) => ` may now be ${nameOf(other)}`);
}
