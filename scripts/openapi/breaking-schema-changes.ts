import { resolve } from './references.ts';

/** `problem`: a response, but each `code` in it may gain values. `code`: such a code. */
export type Direction = 'request' | 'response' | 'problem' | 'code';

export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
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

type Tightens = (was: unknown, is: unknown) => boolean;

const rises: Tightens = (was, is) => Number(is ?? -Infinity) > Number(was ?? -Infinity);
const falls: Tightens = (was, is) => Number(is ?? Infinity) < Number(was ?? Infinity);
const differs: Tightens = (was, is) => JSON.stringify(was) !== JSON.stringify(is);
/** No comparison says whether another value is looser, so any one counts. */
const isNew: Tightens = (was, is) => is !== undefined && is !== false && differs(was, is);

/** Changes of these keywords by which a request that was accepted is refused. */
const LIMITS: readonly (readonly [Tightens, readonly string[]])[] = [
  [rises, ['minimum', 'exclusiveMinimum', 'minLength', 'minItems', 'minProperties']],
  [falls, ['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems', 'maxProperties']],
  [isNew, ['pattern', 'multipleOf', 'uniqueItems', 'propertyNames', 'not']],
  // Not a limit, but a request without the value now means something else.
  [differs, ['default']],
];

/** Lists the changes that break a client of the first schema, each as `.path is …`. */
export function breakingSchemaChanges(before: Place, after: Place, direction: Direction): string[] {
  const [was, is] = [flat(before), flat(after)];
  const inner = (one: Schema | undefined, other: Schema | undefined, of = direction) =>
    one && other ? breakingSchemaChanges({ ...before, schema: one }, { ...after, schema: other }, of) : [];
  return [
    ...nameChanges(before.schema, after.schema),
    ...typeChanges(was, is, direction),
    ...enumChanges(was, is, direction),
    ...(direction === 'request' ? limitChanges(was, is) : []),
    ...memberChanges(was, is, direction),
    ...Object.entries(was.properties ?? {}).flatMap(([name, schema]) => {
      const of = direction === 'problem' && name === 'code' ? 'code' : direction;
      return inner(schema, is.properties?.[name], of).map((change) => `.${name}${change}`);
    }),
    ...inner(was.items, is.items).map((change) => `[]${change}`),
    ...otherMemberChanges(was, is, inner, direction).map((change) => `.*${change}`),
    ...unionChanges({ ...before, schema: was }, { ...after, schema: is }, direction),
  ];
}

/** Without the reference, and with what its `allOf` adds. A constant is an enum of one. */
export function flat({ document, schema }: Place): Schema {
  if (schema.$ref) {
    const { $ref, ...beside } = schema;
    return { ...flat({ document, schema: resolve(document, $ref) as Schema }), ...beside };
  }
  const { allOf = [], const: constant, ...own } = schema;
  const plain = constant === undefined ? own : { ...own, enum: [constant] };
  return allOf.map((part) => flat({ document, schema: part })).reduce(both, plain);
}

const nameOf = ({ $ref, type }: Schema): string => $ref?.split('/').at(-1) ?? String(type ?? 'a kind');

/** Generated clients have a type of this name. */
const nameChanges = (was: Schema, is: Schema): string[] =>
  was.$ref && is.$ref && was.$ref !== is.$ref ? [` is ${nameOf(is)} instead of ${nameOf(was)}`] : [];

function both(one: Schema, other: Schema): Schema {
  const properties = { ...one.properties };
  for (const [name, schema] of Object.entries(other.properties ?? {})) {
    properties[name] = properties[name] ? { allOf: [properties[name], schema] } : schema;
  }
  const required = [...new Set([...(one.required ?? []), ...(other.required ?? [])])];
  return { ...one, ...other, properties, required };
}

const typesOf = ({ type }: Schema): readonly string[] | undefined =>
  type === undefined ? undefined : [type].flat().flatMap((one) => (one === 'number' ? ['number', 'integer'] : one));

function typeChanges(was: Schema, is: Schema, direction: Direction): string[] {
  const [narrow, wide] = direction === 'request' ? [was, is] : [is, was];
  const allowed = typesOf(wide);
  if (allowed && !typesOf(narrow)?.every((type) => allowed.includes(type))) {
    return [` is ${is.type ?? 'of any type'} instead of ${was.type ?? 'any type'}`];
  }
  const isSame = was.format === is.format || wide.format === undefined;
  return isSame ? [] : [` has the format ${is.format ?? 'any'} instead of ${was.format ?? 'any'}`];
}

/** A request must not lose a value, an answer must not gain one. */
function enumChanges(was: Schema, is: Schema, direction: Direction): string[] {
  const [narrow, wide] = direction === 'request' ? [was.enum, is.enum] : [is.enum, was.enum];
  if (direction === 'code' || wide === undefined) return [];
  const what = direction === 'request' ? 'no longer takes' : 'may now be';
  if (narrow === undefined) return [` ${what} other values than ${wide.join(', ')}`];
  const values = narrow.filter((value) => !wide.includes(value));
  return values.length > 0 ? [` ${what} ${values.join(', ')}`] : [];
}

function limitChanges(was: Schema, is: Schema): string[] {
  const shown = (value: unknown) => (typeof value === 'object' ? JSON.stringify(value) : (value ?? 'none'));
  return LIMITS.flatMap(([tightens, keywords]) =>
    keywords
      .filter((keyword) => tightens(was[keyword], is[keyword]))
      .map((keyword) => ` has the ${keyword} ${shown(is[keyword])} instead of ${shown(was[keyword])}`),
  );
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

/** Members without a name of their own: of any type unless `additionalProperties` says more. */
function otherMemberChanges(
  { additionalProperties: was = true }: Schema,
  { additionalProperties: is = true }: Schema,
  compare: (was: Schema, is: Schema) => string[],
  direction: Direction,
): string[] {
  if (was === false || (was === true && is === true)) return [];
  // An answer that may have had any member promised none.
  if (is === false) return was === true && direction !== 'request' ? [] : [' is removed'];
  return compare(was === true ? {} : was, is === true ? {} : is);
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
  return direction === 'request'
    ? ones.filter((one) => !others.some((other) => fits(one, other))).map((one) => ` no longer takes ${nameOf(one)}`)
    : others.filter((other) => !ones.some((one) => fits(one, other))).map((other) => ` may now be ${nameOf(other)}`);
}
