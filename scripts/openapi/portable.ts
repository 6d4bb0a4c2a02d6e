/**
 * Makes generated schemas such that every usual generator reads them alike. The server still checks
 * the rules that are left out.
 */

export interface Schema {
  readonly [keyword: string]: unknown;
}

/** The place of a schema, which decides how much it may promise. */
export type Place = 'parameter' | 'body' | 'response';

/** Limits that a response does not promise: they may be widened later. */
const LIMITS = ['minLength', 'maxLength', 'minItems', 'maxItems', 'maximum', 'pattern'];

const TEXT_LIMITS = ['pattern', 'minLength', 'maxLength'];

const isSchema = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** One schema and all within it. References stay as they are, with their descriptions. */
export function portable(schema: Schema, place: Place): Schema {
  const inner = (value: unknown) => (isSchema(value) ? portable(value, place) : value);
  const { $ref, description } = place === 'body' ? withoutDefault(schema) : schema;
  if ($ref !== undefined) return description === undefined ? { $ref } : { $ref, description };
  const changed = place === 'response' ? open(plain(schema)) : plain(schema);
  return Object.fromEntries(
    Object.entries(place === 'body' ? withoutDefault(changed) : changed).map(([keyword, value]) => {
      if (keyword === 'properties') {
        return [keyword, Object.fromEntries(Object.entries(value as Schema).map(([name, of]) => [name, inner(of)]))];
      }
      if (['anyOf', 'allOf'].includes(keyword)) return [keyword, (value as unknown[]).map(inner)];
      return [keyword, keyword === 'items' || keyword === 'additionalProperties' ? inner(value) : value];
    }),
  );
}

/** Without keywords that generators misread. */
function plain(schema: Schema): Schema {
  const { const: constant, propertyNames: _, discriminator: __, exclusiveMinimum, oneOf, ...rest } = schema;
  const changed: Record<string, unknown> = { ...rest };
  // Some generators make a boolean with one value a text, and then refuse `true`.
  if (constant !== undefined && typeof constant !== 'boolean') changed.enum = [constant];
  if (typeof exclusiveMinimum === 'number') changed.minimum = exclusiveMinimum + 1;
  // The limits of what JavaScript counts exactly are none of the shop's.
  if (changed.maximum === Number.MAX_SAFE_INTEGER) delete changed.maximum;
  if (changed.minimum === Number.MIN_SAFE_INTEGER) delete changed.minimum;
  // A query value is read from a text, whatever its type is.
  if (changed.type !== 'string') for (const limit of TEXT_LIMITS) delete changed[limit];
  // The format says it; the pattern of an email or a time is long, and not every engine reads it.
  if (changed.format !== undefined) delete changed.pattern;
  // The description tells several rules of one text better than an `allOf` of patterns.
  if (Array.isArray(changed.allOf) && changed.allOf.every(isPattern)) delete changed.allOf;
  // Answers are open, so one may fit several kinds. Each kind has its own type.
  if (oneOf !== undefined) {
    changed.anyOf = oneOf;
    delete changed.type;
  }
  return changed;
}

const isPattern = (schema: unknown): boolean =>
  isSchema(schema) && Object.keys(schema).every((keyword) => keyword === 'pattern');

/** An added member, or a wider limit, must break nobody. */
const open = (schema: Schema): Schema =>
  Object.fromEntries(
    Object.entries(schema).filter(
      ([keyword, value]) => !LIMITS.includes(keyword) && !(keyword === 'additionalProperties' && value === false),
    ),
  );

/** Some generators take a member of a body that has a default for one that must be sent. */
function withoutDefault({ default: value, ...schema }: Schema): Schema {
  if (value === undefined) return schema;
  const sentence = `Default: \`${JSON.stringify(value)}\`.`;
  return { ...schema, description: [schema.description, sentence].filter(Boolean).join(' ') };
}
