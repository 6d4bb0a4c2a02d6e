import type * as z from 'zod';
import { TABLE_GRANTS } from '../../infra/constructs/domain-table.ts';
import { code, listed, tableOf } from './cells.ts';

/**
 * A deployment's settings, from their schemas.
 *
 * @throws Error when one has no description.
 */
export const settingsTable = ({ shape }: z.ZodObject): string =>
  tableOf(
    Object.entries(shape as Readonly<Record<string, z.ZodType>>).map(([name, schema]) => {
      if (!schema.description) throw new Error(`The setting ${name} has no description.`);
      return { context: code(name), default: defaultOf(schema), is: schema.description };
    }),
  );

function defaultOf(schema: z.ZodType): string {
  const value = schema.parse(undefined);
  return value === undefined || (Array.isArray(value) && value.length === 0) ? 'none' : code(String(value));
}

/** The grants that a function can have on a table. */
export const grantsTable = (): string =>
  tableOf(
    Object.entries(TABLE_GRANTS).map(([name, { title, allows }]) => ({
      grant: code(name),
      is: title,
      allows: allows
        .map(({ actions, on }) => `${listed(actions.map((action) => code(action.replace('dynamodb:', ''))))} on ${on}`)
        .join('; '),
    })),
  );
