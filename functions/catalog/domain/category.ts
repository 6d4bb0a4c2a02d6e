import type { FieldErrorCode } from '../../../shared/kernel/field-error.ts';
import { type Refusal, refuse } from '../../../shared/kernel/result.ts';

export interface CategoryDetails {
  readonly name: string;
  readonly description?: string | undefined;
  /** The parent category; undefined at the top. */
  readonly parentId?: string | undefined;
}

/** `version` counts changes of the category's own fields, not of its products. */
export interface Category extends CategoryDetails {
  readonly id: string;
  readonly version: number;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** All categories at one version of the tree. The version counts additions, moves and removals. */
export interface CategoryTree {
  readonly version: number;
  readonly categories: readonly CategoryNode[];
}

export interface CategoryNode extends Pick<Category, 'id' | 'name' | 'parentId'> {
  /** The number of products directly in the category, of any status. */
  readonly productCount: number;
}

export const MAX_DEPTH = 8;
/** A tree of this size costs about 75 read units. */
export const MAX_CATEGORIES = 1000;

export type PlaceRefusal = Refusal<
  'catalog.category_cycle' | 'catalog.unknown_category' | 'catalog.category_too_deep' | 'catalog.too_many_categories'
>;

/**
 * A category and all categories below it, itself first. Empty when the tree has no such category.
 */
export function subtreeOf({ categories }: CategoryTree, categoryId: string): CategoryNode[] {
  const children = Map.groupBy(categories, ({ parentId }) => parentId);
  const subtree = categories.filter(({ id }) => id === categoryId);
  for (const { id } of subtree) subtree.push(...(children.get(id) ?? []));
  return subtree;
}

export const hasChildren = ({ categories }: CategoryTree, categoryId: string): boolean =>
  categories.some(({ parentId }) => parentId === categoryId);

/** The path from the top down to the category itself, e.g. Kitchen, Knives. */
export function pathOf({ categories }: CategoryTree, categoryId: string): CategoryNode[] {
  const byId = new Map(categories.map((category) => [category.id, category]));
  const path: CategoryNode[] = [];
  for (
    let node = byId.get(categoryId);
    node;
    node = node.parentId === undefined ? undefined : byId.get(node.parentId)
  ) {
    path.unshift(node);
  }
  return path;
}

/**
 * Refuses to put a category below a parent. @param categoryId the category that moves; undefined
 * for a new one.
 */
export function refusePlace(
  tree: CategoryTree,
  categoryId: string | undefined,
  parentId: string | undefined,
): { readonly ok: false; readonly refusal: PlaceRefusal } | undefined {
  if (categoryId === undefined && tree.categories.length >= MAX_CATEGORIES) {
    return refuse(
      'catalog.too_many_categories',
      `A shop has at most ${MAX_CATEGORIES.toLocaleString('en')} categories.`,
    );
  }
  if (parentId === undefined) return undefined;
  const errors = (code: FieldErrorCode, detail: string) => ({ errors: [{ pointer: '#/parentId', code, detail }] });
  const above = pathOf(tree, parentId);
  if (above.length === 0) {
    const detail = `There is no category ${parentId}.`;
    return refuse('catalog.unknown_category', detail, errors('not_found', detail));
  }
  if (above.some(({ id }) => id === categoryId)) {
    return refuse(
      'catalog.category_cycle',
      'A category cannot be below itself.',
      errors('invalid', 'The parent is the category itself or is below it.'),
    );
  }
  const height = categoryId === undefined ? 1 : heightOf(tree, categoryId);
  if (above.length + height > MAX_DEPTH) {
    const detail = `The tree of categories has at most ${MAX_DEPTH} levels.`;
    return refuse('catalog.category_too_deep', detail, errors('invalid', detail));
  }
  return undefined;
}

/** The levels of a subtree: 1 for a category without children. */
function heightOf(tree: CategoryTree, categoryId: string): number {
  const above = pathOf(tree, categoryId).length - 1;
  return Math.max(...subtreeOf(tree, categoryId).map(({ id }) => pathOf(tree, id).length - above));
}
