import { type CategoryTree, pathOf } from './category.ts';
import { refuseForeignCurrency } from './product.ts';
import { type FileEntry, PATH_SEPARATOR, type ProductRowError } from './product-file.ts';

/** Replaces category names by ids, and turns entries that break a rule into errors. */
export function checkEntries(entries: readonly FileEntry[], tree: CategoryTree, currency: string): FileEntry[] {
  const idOf = categoryIds(tree);
  return entries.map((entry): FileEntry => {
    if ('errors' in entry) return entry;
    const { line, details } = entry;
    const unknown = details.categoryIds.filter((name) => idOf(name) === undefined);
    const foreign = refuseForeignCurrency({ ...details, status: 'active' }, currency);
    const errors: ProductRowError[] = [
      ...unknown.map((name) => ({
        line,
        code: 'catalog.unknown_category' as const,
        detail: `No category, or more than one, has the name ${name}.`,
      })),
      ...(foreign ? [{ line, code: foreign.refusal.code, detail: foreign.refusal.detail }] : []),
    ];
    const ids = new Set(details.categoryIds.flatMap((name) => idOf(name) ?? []));
    return errors.length > 0 ? { errors } : { line, details: { ...details, categoryIds: [...ids] } };
  });
}

/** Finds a category by its id, or by its path if only one category has that path. */
function categoryIds(tree: CategoryTree): (name: string) => string | undefined {
  const ids = new Set(tree.categories.map(({ id }) => id));
  const byPath = Map.groupBy(tree.categories, ({ id }) =>
    pathOf(tree, id)
      .map(({ name }) => name)
      .join(PATH_SEPARATOR),
  );
  return (name) => {
    const named = byPath.get(name) ?? [];
    return ids.has(name) ? name : named.length === 1 ? named[0]?.id : undefined;
  };
}
