import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CategoryNode, type CategoryTree, MAX_DEPTH, pathOf, refusePlace, subtreeOf } from './category.ts';

const treeOf = (parents: Readonly<Record<string, string | undefined>>): CategoryTree => ({
  version: 1,
  categories: Object.entries(parents).map(([id, parentId]) => ({ id, name: id, parentId, productCount: 0 })),
});

const idsOf = (nodes: readonly CategoryNode[]) => nodes.map(({ id }) => id);

describe('the category tree', () => {
  const shop = treeOf({ home: undefined, kitchen: 'home', knives: 'kitchen', bath: 'home', toys: undefined });

  it('finds all categories below one, and the path to it', () => {
    expect(idsOf(subtreeOf(shop, 'home')).sort()).toEqual(['bath', 'home', 'kitchen', 'knives']);
    expect(subtreeOf(shop, 'cars')).toEqual([]);
    expect(idsOf(pathOf(shop, 'knives'))).toEqual(['home', 'kitchen', 'knives']);
  });

  it('refuses a place below the category itself, below an unknown one, or too deep', () => {
    const deep = treeOf(
      Object.fromEntries(
        Array.from({ length: MAX_DEPTH }, (_, level) => [`c${level}`, level ? `c${level - 1}` : undefined]),
      ),
    );

    expect(refusePlace(shop, 'home', 'knives')?.refusal.code).toBe('catalog.category_cycle');
    expect(refusePlace(shop, 'home', 'home')?.refusal.code).toBe('catalog.category_cycle');
    expect(refusePlace(shop, 'home', 'cars')?.refusal.code).toBe('catalog.unknown_category');
    expect(refusePlace(deep, undefined, `c${MAX_DEPTH - 1}`)?.refusal.code).toBe('catalog.category_too_deep');
    expect(refusePlace(deep, 'c1', undefined)).toBeUndefined();
    expect(refusePlace(shop, 'kitchen', 'toys')).toBeUndefined();
  });

  it('says what is wrong with the parent of a refused place', () => {
    const levels = Array.from({ length: MAX_DEPTH }, (_, level) => [`c${level}`, level ? `c${level - 1}` : undefined]);
    const deep = treeOf(Object.fromEntries(levels));
    const detailOf = (refused: ReturnType<typeof refusePlace>) => refused?.refusal.extensions?.errors?.[0]?.detail;

    expect(detailOf(refusePlace(shop, 'home', 'knives'))).toBe('The parent is the category itself or is below it.');
    expect(detailOf(refusePlace(shop, 'home', 'cars'))).toBe('There is no category cars.');
    expect(detailOf(refusePlace(deep, undefined, `c${MAX_DEPTH - 1}`))).toBe(
      'The tree of categories has at most 8 levels.',
    );
  });

  it('stays a tree of limited depth under any sequence of moves', () => {
    const ids = Array.from({ length: 12 }, (_, index) => `c${index}`);
    const move = fc.tuple(fc.constantFrom(...ids), fc.option(fc.constantFrom(...ids), { nil: undefined }));
    fc.assert(
      fc.property(fc.array(move, { maxLength: 60 }), (moves) => {
        const parents: Record<string, string | undefined> = Object.fromEntries(ids.map((id) => [id, undefined]));
        for (const [id, parentId] of moves) if (!refusePlace(treeOf(parents), id, parentId)) parents[id] = parentId;

        for (const id of ids) {
          const path = idsOf(pathOf(treeOf(parents), id));
          expect(path.length).toBeLessThanOrEqual(MAX_DEPTH);
          expect(new Set(path).size).toBe(path.length);
        }
      }),
    );
  });
});
