import { type CategoryTree, pathOf } from './category.ts';
import { refuseForeignCurrency } from './product.ts';
import { type FileEntry, PATH_SEPARATOR } from './product-file.ts';

/** Replaces the names of categories by their ids, and turns what breaks a rule into errors. */
export function checkEntries(entries: readonly FileEntry[], tree: CategoryTree, currency: string): FileEntry[] {
  const idOf = categoryIds(tree);
  return entries.map((entry): FileEntry => {
    if ('errors' in entry) return entry;
    const { line, details } = entry;
    const unknown = details.categoryIds.filter((name) => idOf(name) === undefined);
    const foreign = refuseForeignCurrency({ ...details, status: 'active' }, currency);
    const errors = [
      ...unknown.map((name) => ({
        line,
        code: 'catalog.unknown_category',
        detail: `There is no one category ${name}.`,
      })),
      ...(foreign ? [{ line, code: foreign.refusal.code, detail: foreign.refusal.detail }] : []),
    ];
    const ids = new Set(details.categoryIds.flatMap((name) => idOf(name) ?? []));
    return errors.length > 0 ? { errors } : { line, details: { ...details, categoryIds: [...ids] } };
  });
}

/** Finds a category by its id or, if only one has it, by its path. */
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
