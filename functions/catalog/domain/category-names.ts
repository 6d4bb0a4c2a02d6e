import { type CategoryTree, pathOf } from './category.ts';
import { CATEGORY_SEPARATOR, PATH_SEPARATOR } from './product-file.ts';

/**
 * Names a category in a file by its path. It uses the id instead if another category has the same
 * path, or a name in it contains a separator.
 */
export function categoryNames(tree: CategoryTree): (categoryId: string) => string {
  const paths = new Map(
    tree.categories.map(({ id }) => {
      const names = pathOf(tree, id).map(({ name }) => name);
      const isPlain = names.every((name) => !name.includes(CATEGORY_SEPARATOR) && !name.includes(PATH_SEPARATOR));
      return [id, isPlain ? names.join(PATH_SEPARATOR) : id] as const;
    }),
  );
  const counts = Map.groupBy(paths.values(), (path) => path);
  return (categoryId) => {
    const path = paths.get(categoryId) ?? categoryId;
    return counts.get(path)?.length === 1 ? path : categoryId;
  };
}
