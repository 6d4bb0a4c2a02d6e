import type { Timer } from '../../../shared/kernel/clock.ts';
import { createId } from '../../../shared/kernel/id.ts';
import { findCreated, type Idempotency, type KeyReused, type Repeatable } from '../../../shared/kernel/idempotency.ts';
import { type CheckVersion, type NotFound, noSuch, type VersionRefusal } from '../../../shared/kernel/refusals.ts';
import { ok, type Refusal, type Result, refuse } from '../../../shared/kernel/result.ts';
import { untilSaved } from '../../../shared/kernel/until-saved.ts';
import {
  type Category,
  type CategoryDetails,
  hasChildren,
  type PlaceRefusal,
  refusePlace,
} from '../domain/category.ts';
import type { CategoryStore } from './ports.ts';

/**
 * Each change of the tree conflicts with all others: of twenty concurrent ones, the last needs
 * twenty attempts.
 */
const ATTEMPTS = 20;

export interface CategoryChange {
  readonly categoryId: string;
  readonly checkVersion: CheckVersion;
}

/** Creates a category, once per request. 1 read and 2 write units more for one with a key. */
export const createCategory = (
  store: CategoryStore,
  clock: Timer,
  details: CategoryDetails,
  request?: Idempotency,
): Promise<Result<Repeatable<Category>, PlaceRefusal | KeyReused | NotFound>> =>
  untilSaved(clock, { what: 'the category tree', attempts: ATTEMPTS }, async () => {
    const earlier = await findCreated(store, request, 'category', store.get);
    if (earlier) return earlier;
    const tree = await store.getTree();
    const refused = refusePlace(tree, undefined, details.parentId);
    if (refused) return refused;
    const now = clock.now().toISOString();
    const category: Category = { ...details, id: createId('cat'), version: 1, createdAt: now, updatedAt: now };
    return (await store.insert(category, tree, request)) ? ok(category) : 'stale';
  });

export async function getCategory(store: CategoryStore, categoryId: string): Promise<Result<Category, NotFound>> {
  const category = await store.get(categoryId);
  return category ? ok(category) : noSuch('category');
}

/** Replaces a category's fields. A different parent moves it, with all categories below it. */
export const updateCategory = (
  store: CategoryStore,
  clock: Timer,
  change: CategoryChange & { readonly details: CategoryDetails },
): Promise<Result<Category, NotFound | VersionRefusal | PlaceRefusal>> =>
  changeCategory<Category, PlaceRefusal>(store, clock, change, async (category) => {
    const { id, version, createdAt } = category;
    const after = { ...change.details, id, version: version + 1, createdAt, updatedAt: clock.now().toISOString() };
    if (after.parentId === category.parentId) return (await store.update(after)) ? ok(after) : 'stale';
    const tree = await store.getTree();
    const refused = refusePlace(tree, id, after.parentId);
    if (refused) return refused;
    return (await store.update(after, tree)) ? ok(after) : 'stale';
  });

/** Deletes a category without categories below it and without products of any status. */
export const deleteCategory = (
  store: CategoryStore,
  clock: Timer,
  change: CategoryChange,
): Promise<Result<undefined, NotFound | VersionRefusal | Refusal<'catalog.category_not_empty'>>> =>
  changeCategory<undefined, Refusal<'catalog.category_not_empty'>>(store, clock, change, async (category) => {
    const tree = await store.getTree();
    if (hasChildren(tree, category.id))
      return refuse('catalog.category_not_empty', 'The category has categories below it.');
    const outcome = await store.remove(category, tree);
    if (outcome === 'not_empty') {
      return refuse('catalog.category_not_empty', 'The category has products; drafts and archived products count too.');
    }
    return outcome === 'stale' ? 'stale' : ok(undefined);
  });

const changeCategory = <Value, R extends Refusal = never>(
  store: CategoryStore,
  clock: Timer,
  { categoryId, checkVersion }: CategoryChange,
  save: (category: Category) => Promise<Result<Value, R> | 'stale'>,
): Promise<Result<Value, NotFound | VersionRefusal | R>> =>
  untilSaved<Result<Value, NotFound | VersionRefusal | R>>(
    clock,
    { what: `category ${categoryId}`, attempts: ATTEMPTS },
    async () => {
      const found = await getCategory(store, categoryId);
      if (!found.ok) return found;
      const stale = checkVersion(found.value.version);
      return stale ? { ok: false, refusal: stale } : save(found.value);
    },
  );
