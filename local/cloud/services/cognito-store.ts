import type { DataStore } from 'cognito-local/lib/services/dataStore/dataStore.js';
import type { DataStoreFactory } from 'cognito-local/lib/services/dataStore/factory.js';
import type { Journal } from '../journal.ts';

type Tree = Record<string, unknown>;

/** A value at a path of a store; the whole store at the empty path. */
interface Entry {
  readonly store: string;
  readonly path: readonly string[];
  /** Absent for a value that was removed. */
  readonly value?: unknown;
}

/** The stores of the user pools and their clients, in memory and in the journal. */
export function createCognitoStores(journal: Journal): DataStoreFactory {
  const stores = new Map<string, Tree>();

  const apply = ({ store, path, value }: Entry): void => {
    if (path.length === 0) {
      stores.set(store, value as Tree);
      return;
    }
    const holder = holderOf(treeOf(stores, store), path);
    const name = path.at(-1) as string;
    if (value === undefined) delete holder[name];
    else holder[name] = value;
  };
  const write = journal.keep<Entry>('cognito', {
    restore: (entry) => apply({ ...entry, value: withDates('', entry.value) }),
    *snapshot() {
      for (const [store, value] of stores) yield { store, path: [], value };
    },
  });
  const change = (entry: Entry): void => {
    apply(entry);
    write(entry);
  };

  return {
    async create(_context, store, defaults) {
      if (!stores.has(store)) change({ store, path: [], value: structuredClone(defaults) });
      return storeOf(treeOf(stores, store), (path, value) =>
        change({ store, path, ...(value === undefined ? {} : { value }) }),
      );
    },
  };
}

function treeOf(stores: ReadonlyMap<string, Tree>, store: string): Tree {
  const tree = stores.get(store);
  if (!tree) throw new Error(`Cognito has no store ${store}`);
  return tree;
}

function storeOf(tree: Tree, change: (path: readonly string[], value: unknown) => void): DataStore {
  const get = async (_context: unknown, key: string | string[], fallback?: unknown): Promise<unknown> =>
    [key].flat().reduce<unknown>((value, name) => (value as Tree | undefined)?.[name], tree) ?? fallback ?? null;
  return {
    get: get as DataStore['get'],
    getRoot: (async () => tree) as DataStore['getRoot'],
    async set(_context, key, value) {
      change([key].flat(), value);
    },
    async delete(_context, key) {
      change([key].flat(), undefined);
    },
  };
}

function holderOf(tree: Tree, path: readonly string[]): Tree {
  let holder = tree;
  for (const name of path.slice(0, -1)) {
    holder[name] ??= {};
    holder = holder[name] as Tree;
  }
  return holder;
}

/** JSON has no dates: the engine's are the members whose names end so. */
function withDates(name: string, value: unknown): unknown {
  if (typeof value === 'string') return name.endsWith('Date') ? new Date(value) : value;
  if (Array.isArray(value)) return value.map((member) => withDates('', member));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([member, inner]) => [member, withDates(member, inner)]));
}
