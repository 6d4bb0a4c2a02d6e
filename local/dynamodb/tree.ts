import { createRequire } from 'node:module';
import type sortedBTree from 'sorted-btree';

// The package is CommonJS: Node wraps its default export once more than Vite does.
const { default: BTree } = createRequire(import.meta.url)('sorted-btree') as typeof sortedBTree;

/** A map in key order. A copy takes constant time: it shares what neither of the two changes. */
export type Tree<Key extends string | number, Value> = sortedBTree.default<Key, Value>;

const compare = (left: string | number, right: string | number): number => (left < right ? -1 : left > right ? 1 : 0);

/** An empty tree. Texts are ordered by code units. */
export const plant = <Key extends string | number, Value>(): Tree<Key, Value> =>
  new BTree<Key, Value>(undefined, compare);
