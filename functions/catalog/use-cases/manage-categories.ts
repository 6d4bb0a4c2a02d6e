import type { Clock } from '../../../shared/kernel/clock.ts';
import { TransientFault } from '../../../shared/kernel/faults.ts';
import { createId } from '../../../shared/kernel/id.ts';
import { ok, type Refusal, type Result, refuse } from '../../../shared/kernel/result.ts';
import type { Category, CategoryDetails } from '../domain/category.ts';
import type { CategoryStore } from '../domain/ports.ts';
import type { CheckVersion, NotFound, VersionRefusal } from './change-product.ts';

const MAX_ATTEMPTS = 5;

export interface CategoryChange {
  readonly categoryId: string;
  readonly checkVersion: CheckVersion;
}

export async function createCategory(store: CategoryStore, clock: Clock, details: CategoryDetails): Promise<Category> {
  const now = clock.now().toISOString();
  const category: Category = { ...details, id: createId('cat'), version: 1, createdAt: now, updatedAt: now };
  await store.insert(category);
  return category;
}

export async function getCategory(store: CategoryStore, categoryId: string): Promise<Result<Category, NotFound>> {
  const category = await store.get(categoryId);
  return category ? ok(category) : refuse('request.not_found', 'There is no such category.');
}

export const updateCategory = (
  store: CategoryStore,
  clock: Clock,
  change: CategoryChange & { readonly details: CategoryDetails },
): Promise<Result<Category, NotFound | VersionRefusal>> =>
  changeCategory<Category>(store, change, async (category) => {
    const { id, version, createdAt } = category;
    const after = { ...change.details, id, version: version + 1, createdAt, updatedAt: clock.now().toISOString() };
    return (await store.update(after)) ? ok(after) : 'stale';
  });

/** Deletes a category that no product is in, whatever the product's status. */
export const deleteCategory = (
  store: CategoryStore,
  change: CategoryChange,
): Promise<Result<undefined, NotFound | VersionRefusal | Refusal<'catalog.category_not_empty'>>> =>
  changeCategory<undefined, Refusal<'catalog.category_not_empty'>>(store, change, async (category) => {
    const outcome = await store.remove(category);
    if (outcome === 'not_empty') {
      return refuse('catalog.category_not_empty', 'There are products in it, drafts and archived ones included.');
    }
    return outcome === 'stale' ? 'stale' : ok(undefined);
  });

async function changeCategory<Value, R extends Refusal = never>(
  store: CategoryStore,
  { categoryId, checkVersion }: CategoryChange,
  save: (category: Category) => Promise<Result<Value, R> | 'stale'>,
): Promise<Result<Value, NotFound | VersionRefusal | R>> {
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    const found = await getCategory(store, categoryId);
    if (!found.ok) return found;
    const stale = checkVersion(found.value.version);
    if (stale) return { ok: false, refusal: stale };
    const outcome = await save(found.value);
    if (outcome !== 'stale') return outcome;
  }
  throw new TransientFault(`${categoryId} is changed by others all the time.`);
}
