import * as z from 'zod';
import { type Action, putIfAbsent } from '../../../shared/dynamodb/actions.ts';
import { creationRecords, recordRequest } from '../../../shared/dynamodb/request-record.ts';
import type { Table } from '../../../shared/dynamodb/table.ts';
import type { Page } from '../../../shared/kernel/page.ts';
import type { Category, CategoryTree } from '../domain/category.ts';
import type { CategoryStore } from '../use-cases/ports.ts';
import { CATEGORIES, CATEGORY_TREE, categoryKey } from './keys.ts';

const categoryItem = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string().optional(),
  parentId: z.string().optional(),
  version: z.int(),
  createdAt: z.string(),
  updatedAt: z.string(),
});

const nodeItem = z.object({
  id: z.string(),
  name: z.string(),
  parentId: z.string().optional(),
  productCount: z.int(),
});

const treeItem = z.object({ version: z.int() });

export const categoryStore = (table: Table): CategoryStore => ({
  ...creationRecords(table),

  get: (categoryId) => table.get(categoryKey(categoryId), categoryItem),

  list: (page) => table.query({ pk: CATEGORIES, skPrefix: 'category#', ...page }, categoryItem),

  async getTree() {
    // The version is read first: any later change makes writes that rely on this tree fail.
    const { version } = (await table.get(CATEGORY_TREE, treeItem)) ?? { version: 0 };
    const categories: z.output<typeof nodeItem>[] = [];
    let page: Page<z.output<typeof nodeItem>> | undefined;
    do {
      const cursor = page?.nextCursor;
      page = await table.query({ pk: CATEGORIES, skPrefix: 'category#', limit: 1000, cursor }, nodeItem);
      categories.push(...page.items);
    } while (page.nextCursor !== undefined);
    return { version, categories };
  },

  async insert(category, tree, request) {
    const item = { ...categoryKey(category.id), ...category, entity: 'category', productCount: 0 };
    const record = request ? [recordRequest(request, category.createdAt, { id: category.id })] : [];
    const result = await table.transact([putIfAbsent(item), changeShape(tree), ...record]);
    // The id is new, so an existing item is this one, stored by a call whose reply was lost.
    return result.ok || result.failed.some(({ index }) => index === 0);
  },

  async update(category, tree) {
    const result = await table.transact([replaceFields(category), ...(tree ? [changeShape(tree)] : [])]);
    return result.ok;
  },

  async remove({ id, version }, tree) {
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
      changeShape(tree),
    ]);
    if (result.ok) return 'removed';
    const own = result.failed.find(({ index }) => index === 0);
    if (!own) return 'stale';
    // Already deleted: by this call, whose reply was lost, or by another with the same aim.
    if (!own.item) return 'removed';
    return own.item.version === version ? 'not_empty' : 'stale';
  },
});

/**
 * Two changes of the tree's shape that were decided on the same version exclude each other. So
 * together they cannot make a cycle or an orphan.
 */
function changeShape({ version }: CategoryTree): Action {
  return {
    Update: {
      Key: CATEGORY_TREE,
      UpdateExpression: 'SET #version = :next',
      ConditionExpression: version === 0 ? 'attribute_not_exists(pk)' : '#version = :read',
      ExpressionAttributeNames: { '#version': 'version' },
      ExpressionAttributeValues: { ':next': version + 1, ...(version === 0 ? {} : { ':read': version }) },
    },
  };
}

/** Updates only these fields, since products change the count concurrently. */
function replaceFields({ id, name, description, parentId, version, updatedAt }: Category): Action {
  const optional = Object.entries({ description, parentId });
  const set = optional.flatMap(([field, value]) => (value === undefined ? [] : [`, ${field} = :${field}`]));
  const remove = optional.flatMap(([field, value]) => (value === undefined ? [field] : []));
  return {
    Update: {
      Key: categoryKey(id),
      UpdateExpression: `SET #name = :name, #version = :next, updatedAt = :now${set.join('')}${
        remove.length > 0 ? ` REMOVE ${remove.join(', ')}` : ''
      }`,
      ConditionExpression: '#version = :read',
      ExpressionAttributeNames: { '#name': 'name', '#version': 'version' },
      ExpressionAttributeValues: {
        ':name': name,
        ':next': version,
        ':read': version - 1,
        ':now': updatedAt,
        ...(description === undefined ? {} : { ':description': description }),
        ...(parentId === undefined ? {} : { ':parentId': parentId }),
      },
    },
  };
}
