import { expect, test } from 'vitest';
import { categoryNames } from './category-names.ts';

const node = (id: string, name: string, parentId?: string) => ({ id, name, parentId, productCount: 0 });

const nameOf = categoryNames({
  version: 1,
  categories: [
    node('cat_1', 'Kitchen'),
    node('cat_2', 'Knives', 'cat_1'),
    node('cat_3', 'Garden'),
    node('cat_4', 'Garden'),
    node('cat_5', 'Cups|Mugs', 'cat_1'),
    node('cat_6', 'From > to'),
    node('cat_7', 'Espresso', 'cat_5'),
  ],
});

test('A category is named by its path.', () => {
  expect(nameOf('cat_1')).toBe('Kitchen');
  expect(nameOf('cat_2')).toBe('Kitchen > Knives');
});

test.each([
  ['of a path that two have', 'cat_3'],
  ['with the separator of categories in its name', 'cat_5'],
  ['with the separator of paths in its name', 'cat_6'],
  ['below one with a separator in its name', 'cat_7'],
  ['that the tree does not have', 'cat_8'],
])('A category %s is named by its id.', (_, id) => {
  expect(nameOf(id)).toBe(id);
});
