import * as z from 'zod';
import { putIfAbsent } from '../../../shared/dynamodb/actions.ts';
import type { Table } from '../../../shared/dynamodb/table.ts';
import type { CategoryStore } from '../domain/ports.ts';
import { CATEGORIES, categoryKey } from './keys.ts';

const categoryItem = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string().optional(),
  version: z.int(),
  createdAt: z.string(),
  updatedAt: z.string(),
});

export const categoryStore = (table: Table): CategoryStore => ({
  get: (categoryId) => table.get(categoryKey(categoryId), categoryItem),

  list: (page) => table.query({ pk: CATEGORIES, skPrefix: 'category#', ...page }, categoryItem),

  async insert(category) {
    // Its id is made for it: one that is there already is this one, whose reply had been lost.
    await table.transact([
      putIfAbsent({ ...categoryKey(category.id), ...category, entity: 'category', productCount: 0 }),
    ]);
  },

  // An update of its fields, since products change the count at the same time.
  async update({ id, name, description, version, updatedAt }) {
    const result = await table.transact([
      {
        Update: {
          Key: categoryKey(id),
          UpdateExpression: `SET #name = :name, #version = :next, updatedAt = :now ${
            description === undefined ? 'REMOVE description' : ', description = :description'
          }`,
          ConditionExpression: '#version = :read',
          ExpressionAttributeNames: { '#name': 'name', '#version': 'version' },
          ExpressionAttributeValues: {
            ':name': name,
            ':next': version,
            ':read': version - 1,
            ':now': updatedAt,
            ...(description === undefined ? {} : { ':description': description }),
          },
        },
      },
    ]);
    return result.ok;
  },

  async remove({ id, version }) {
    const result = await table.transact([
      {
        Delete: {
          Key: categoryKey(id),
          ConditionExpression: '#version = :read AND productCount = :none',
          ExpressionAttributeNames: { '#version': 'version' },
          ExpressionAttributeValues: { ':read': version, ':none': 0 },
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        },
      },
    ]);
    if (result.ok) return 'removed';
    const current = result.failed[0]?.item;
    // Gone already: by this very call, whose reply had been lost, or by another that wanted the same.
    if (!current) return 'removed';
    return current.version === version ? 'not_empty' : 'stale';
  },
});
