import { invalid } from './errors.ts';
import { isIndexed, type KeyRange, type KeySchema, keyOf } from './keys.ts';
import { plant, type Tree } from './tree.ts';
import { areEqual, type Item, sizeOfItem } from './values.ts';

/** An item with what is derived from it once. */
export interface Stored {
  readonly key: string;
  readonly item: Item;
  readonly size: number;
}

export interface IndexSchema extends KeySchema {
  readonly name: string;
  readonly isGlobal: boolean;
  /** The attributes that the index holds beside the keys; all of them by default. */
  readonly projected?: ReadonlySet<string>;
}

export interface TableSchema extends KeySchema {
  readonly name: string;
  readonly indexes: readonly IndexSchema[];
}

/** A change that an index has not seen yet. */
interface Pending {
  /** Milliseconds since the epoch. */
  readonly due: number;
  readonly before: Stored | undefined;
  readonly after: Stored | undefined;
}

type Items = Tree<string, Stored>;

interface Index {
  readonly schema: IndexSchema;
  tree: Items;
  pending: readonly Pending[];
}

/** The bytes that a write changed in an index; undefined for an index that it left alone. */
export interface IndexWrite {
  readonly index: string;
  /** The sizes of the entries that were written or deleted. */
  readonly sizes: readonly number[];
}

/** The items of a table and of its indexes in key order. A copy is made in constant time. */
export class TableItems {
  readonly schema: TableSchema;
  #tree: Items = plant();
  #indexes: Index[];
  #bytes = 0;

  constructor(schema: TableSchema) {
    this.schema = schema;
    this.#indexes = schema.indexes.map((index) => ({ schema: index, tree: plant<string, Stored>(), pending: [] }));
  }

  get count(): number {
    return this.#tree.size;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get(key: string): Stored | undefined {
    return this.#tree.get(key);
  }

  stored(item: Item): Stored {
    return { key: keyOf(this.schema, item), item, size: sizeOfItem(item) };
  }

  /** Throws for a path that leads into a key attribute, which is never a list or map. */
  refuseNestedKeys(heads: ReadonlySet<string>): void {
    if (heads.size === 0) return;
    const refuse = ({ hash, range }: KeySchema, kind: 'Key' | 'IndexKey') => {
      const name = [hash.name, range?.name].find((one) => one !== undefined && heads.has(one));
      if (name === undefined) return;
      throw invalid(
        `Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: ${kind}: ${name}`,
      );
    };
    refuse(this.schema, 'Key');
    for (const { schema } of this.#indexes) refuse(schema, 'IndexKey');
  }

  /** Throws if an attribute of an index's key does not fit. */
  requireIndexable(item: Item): void {
    for (const { schema } of this.#indexes) isIndexed(schema, schema.name, item);
  }

  /**
   * Replaces the item under the key. Global indexes follow at `indexesDue`, in milliseconds since
   * the epoch; at once for 0.
   */
  write(key: string, after: Stored | undefined, indexesDue = 0): void {
    const before = this.#tree.get(key);
    if (after) this.#tree.set(key, after);
    else this.#tree.delete(key);
    this.#bytes += (after?.size ?? 0) - (before?.size ?? 0);
    for (const index of this.#indexes) {
      const change = { due: indexesDue, before, after };
      if (index.schema.isGlobal && (indexesDue > 0 || index.pending.length > 0)) {
        index.pending = [...index.pending, change];
      } else follow(index, change);
    }
  }

  /** The cost of a write in the indexes. */
  indexWrites(before: Stored | undefined, after: Stored | undefined): readonly IndexWrite[] {
    const writes: IndexWrite[] = [];
    for (const { schema } of this.#indexes) {
      const [from, to] = [before, after].map((stored) => stored && this.#entryOf(schema, stored));
      if (!from && !to) continue;
      if (from && to && from.key === to.key) {
        if (!areEqual(from.item, to.item)) writes.push({ index: schema.name, sizes: [Math.max(from.size, to.size)] });
        continue;
      }
      writes.push({ index: schema.name, sizes: [from, to].flatMap((entry) => (entry ? [entry.size] : [])) });
    }
    return writes;
  }

  #entryOf(schema: IndexSchema, stored: Stored): Stored | undefined {
    if (!isIndexed(schema, schema.name, stored.item)) return undefined;
    const item = this.projection(schema, stored.item);
    return { key: keyOf(schema, stored.item), item, size: item === stored.item ? stored.size : sizeOfItem(item) };
  }

  /** The part of an item that an index holds. */
  projection({ projected, hash, range }: IndexSchema, item: Item): Item {
    if (!projected) return item;
    const keys = [hash, range, this.schema.hash, this.schema.range].map((attribute) => attribute?.name);
    return Object.fromEntries(Object.entries(item).filter(([name]) => projected.has(name) || keys.includes(name)));
  }

  /** The entries in a range of keys, in order or against it; of an index if one is named. */
  read(range: KeyRange, isForward: boolean, now: number, indexName?: string): Iterable<readonly [string, Stored]> {
    const index = this.#indexes.find(({ schema }) => schema.name === indexName);
    if (index) settle(index, now);
    return inRange(index?.tree ?? this.#tree, range, isForward);
  }

  /** A copy that shares everything with this one until either changes. */
  clone(): TableItems {
    const copy = new TableItems(this.schema);
    copy.#tree = this.#tree.clone();
    copy.#indexes = this.#indexes.map((index) => ({ ...index, tree: index.tree.clone() }));
    copy.#bytes = this.#bytes;
    return copy;
  }

  *[Symbol.iterator](): Iterator<Stored> {
    yield* this.#tree.values();
  }
}

function* inRange(tree: Items, { from, to }: KeyRange, isForward: boolean): Iterable<readonly [string, Stored]> {
  if (from >= to) return;
  if (isForward) {
    for (const entry of tree.entries(from)) {
      if (entry[0] >= to) return;
      yield entry;
    }
    return;
  }
  for (const entry of tree.entriesReversed(to, undefined, true)) {
    if (entry[0] < from) return;
    yield entry;
  }
}

function settle(index: Index, now: number): void {
  if (index.pending.length === 0) return;
  const due = index.pending.findIndex((change) => change.due > now);
  const count = due < 0 ? index.pending.length : due;
  for (const change of index.pending.slice(0, count)) follow(index, change);
  index.pending = index.pending.slice(count);
}

function follow({ schema, tree }: Index, { before, after }: Omit<Pending, 'due'>): void {
  const from = before && entryKey(schema, before);
  const to = after && entryKey(schema, after);
  if (from !== undefined && from !== to) tree.delete(from);
  if (to !== undefined && after) tree.set(to, after);
}

/** An index's keys are not unique, so the table's key follows. */
export const entryKey = (schema: IndexSchema, { key, item }: Stored): string | undefined =>
  isIndexed(schema, schema.name, item) ? `${keyOf(schema, item)}${key}` : undefined;
