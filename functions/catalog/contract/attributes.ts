import * as z from 'zod';
import { type FieldErrorCode, rule } from '../../../shared/kernel/field-error.ts';
import { lineSchema, textSchema } from '../../../shared/kernel/text.ts';

const MAX_NAME = 64;
const MAX_VALUE = 500;
const nameSchema = lineSchema(MAX_NAME);
const valueSchema = textSchema(MAX_VALUE);

const NAME_SIZE = `The name of an attribute has 1 to ${MAX_NAME} characters.`;
const VALUE_SIZE = `At most ${MAX_VALUE} characters.`;

const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A mistake in a name or in a value, as a field error. */
function mistakeIn(issue: z.core.$ZodIssue, size: string): { message: string; params: { code: FieldErrorCode } } {
  if (issue.code === 'invalid_type') return rule('wrong_type', 'Must be text.');
  if (issue.code === 'too_small') return rule('too_short', size);
  if (issue.code === 'too_big') return rule('too_long', size);
  return rule('bad_format', issue.message);
}

/**
 * Texts by names that clients choose, in their order. A name may be one that JavaScript's objects
 * know, such as `__proto__`: it is read as a pair and never assigned.
 */
export const attributesSchema = (most: number) =>
  z
    .custom<Record<string, string>>(isMap, rule('wrong_type', 'Must be an object.'))
    .meta({
      override: {
        type: 'object',
        maxProperties: most,
        propertyNames: { type: 'string', minLength: 1, maxLength: MAX_NAME },
        additionalProperties: { type: 'string', maxLength: MAX_VALUE },
      },
    })
    .transform((given, context) => {
      const pairs = new Map<string, string>();
      for (const [name, value] of Object.entries(given)) {
        const checkedName = nameSchema.safeParse(name);
        const checkedValue = valueSchema.safeParse(value);
        const mistakes = [
          ...(checkedName.error?.issues ?? []).map((issue) => mistakeIn(issue, NAME_SIZE)),
          ...(checkedValue.error?.issues ?? []).map((issue) => mistakeIn(issue, VALUE_SIZE)),
        ];
        for (const mistake of mistakes) context.addIssue({ code: 'custom', path: [name], ...mistake });
        if (!checkedName.success || !checkedValue.success) continue;
        if (pairs.has(checkedName.data)) {
          context.addIssue({ code: 'custom', path: [name], ...rule('duplicate', 'The name is there twice.') });
        }
        pairs.set(checkedName.data, checkedValue.data);
      }
      if (Object.keys(given).length > most) {
        context.addIssue({ code: 'custom', ...rule('too_many', `At most ${most} attributes are allowed.`) });
      }
      return Object.fromEntries(pairs);
    })
    .describe(
      `Values by name, such as \`colour\`: \`red\`. At most ${most}; a name has up to ${MAX_NAME} characters, a value up to ${MAX_VALUE}. Default: \`{}\`.`,
    );
