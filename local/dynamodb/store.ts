import { DynamoDbError } from './errors.ts';
import { keyAttributes } from './keys.ts';
import { type Stream, type StreamRecord, Stream as TableStream } from './streams.ts';
import { type Stored, TableItems, type TableSchema } from './table.ts';
import { schemaOf, type TableDefinition } from './table-definition.ts';
import { areEqual } from './values.ts';

export interface Table {
  readonly definition: TableDefinition;
  readonly schema: TableSchema;
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  items: TableItems;
  stream: Stream | undefined;
  /** The attribute with the second since the epoch after which an item may go. */
  expiresBy: string | undefined;
}

export interface Change {
  readonly table: Table;
  readonly key: string;
  readonly after: Stored | undefined;
  readonly isExpiry?: boolean;
}

/** An answered transaction, so that its repetition changes nothing. */
export interface Answered {
  readonly token: string;
  /** Tells whether a repetition asks for the same. */
  readonly fingerprint: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** A change, for a journal: applied in order, changes make the same state again. */
export type Entry =
  | { readonly create: TableDefinition; readonly id: string; readonly at: number }
  | { readonly drop: string }
  | { readonly expiry: string; readonly attribute: string | null }
  | {
      readonly at: number;
      /** Table, key, and the item as it is now; null if it is gone. */
      readonly items: readonly (readonly [string, string, Stored['item'] | null, boolean?])[];
      readonly answered?: Answered;
    }
  | { readonly load: string; readonly all: readonly Stored['item'][] }
  | { readonly stream: string; readonly records: readonly StreamRecord[] }
  | { readonly sequence: number };

export interface StoreOptions {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** From 0 to below 1. */
  readonly random: () => number;
  /** Called with what happened before the caller gets its answer. */
  readonly onEntry?: (entry: Entry) => void;
}

/** How long a repeated transaction is recognized. */
const TOKEN_MS = 10 * 60 * 1_000;
const LOAD_SIZE = 200;

/** The tables and their streams. Every change goes through `commit`. */
export class Store {
  readonly now: () => number;
  readonly random: () => number;
  /** How long global indexes are behind the table, in milliseconds. */
  indexLagMs = 0;
  readonly #onEntry: (entry: Entry) => void;
  #tables = new Map<string, Table>();
  #answered = new Map<string, Answered>();
  #sequence = 0;

  constructor({ now, random, onEntry = () => undefined }: StoreOptions) {
    this.now = now;
    this.random = random;
    this.#onEntry = onEntry;
  }

  get tables(): ReadonlyMap<string, Table> {
    return this.#tables;
  }

  /** The table by name or ARN. Throws ResourceNotFoundException. */
  table(nameOrArn: string): Table {
    const table = this.#tables.get(nameOrArn) ?? this.#tables.get(nameOrArn.split('/').at(-1) as string);
    if (!table) throw new DynamoDbError('ResourceNotFoundException', 'Requested resource not found');
    return table;
  }

  create(definition: TableDefinition): Table {
    const entry = { create: definition, id: this.#uuid(), at: this.now() };
    this.restore(entry);
    this.#onEntry(entry);
    return this.table(definition.TableName);
  }

  drop(name: string): void {
    this.#tables.delete(name);
    this.#onEntry({ drop: name });
  }

  setExpiry(table: Table, attribute: string | undefined): void {
    table.expiresBy = attribute;
    this.#onEntry({ expiry: table.schema.name, attribute: attribute ?? null });
  }

  /** The answer to an earlier transaction with this token, if it is recent. */
  answered(token: string): Answered | undefined {
    const answered = this.#answered.get(token);
    return answered && answered.at + TOKEN_MS > this.now() ? answered : undefined;
  }

  /** Makes all changes at once, after which they cannot be lost. */
  commit(changes: readonly Change[], answered?: Answered): void {
    const at = this.now();
    const touched = this.#apply(changes, at, answered);
    this.#onEntry({
      at,
      items: changes.map(({ table, key, after, isExpiry }) =>
        isExpiry ? [table.schema.name, key, after?.item ?? null, true] : [table.schema.name, key, after?.item ?? null],
      ),
      ...(answered ? { answered } : {}),
    });
    for (const stream of touched) stream.announce();
  }

  #apply(changes: readonly Change[], at: number, answered?: Answered): ReadonlySet<Stream> {
    const touched = new Set<Stream>();
    const indexesDue = this.indexLagMs > 0 ? at + this.indexLagMs : 0;
    for (const { table, key, after, isExpiry } of changes) {
      const before = table.items.get(key);
      if (!before && !after) continue;
      table.items.write(key, after, indexesDue);
      // A write that changes nothing makes no record.
      if (!table.stream || (before && after && areEqual(before.item, after.item))) continue;
      this.#sequence += 1;
      table.stream.append({
        ...{ sequence: this.#sequence, at, kind: before ? (after ? 'MODIFY' : 'REMOVE') : 'INSERT' },
        keys: keyAttributes(table.schema, (after ?? (before as Stored)).item),
        ...{ before: before?.item, after: after?.item, isExpiry },
      });
      touched.add(table.stream);
    }
    if (answered) this.#remember(answered);
    return touched;
  }

  #remember(answered: Answered): void {
    this.#answered.set(answered.token, answered);
    for (const [token, { at }] of this.#answered) {
      if (at + TOKEN_MS > answered.at) break;
      this.#answered.delete(token);
    }
  }

  /** Applies an entry of a former run. */
  restore(entry: Entry): void {
    if ('create' in entry) {
      const { create: definition, id, at } = entry;
      const schema = schemaOf(definition);
      const { StreamSpecification: spec } = definition;
      const stream =
        spec?.StreamEnabled && spec.StreamViewType
          ? new TableStream(spec.StreamViewType, new Date(at).toISOString().slice(0, 23))
          : undefined;
      const items = new TableItems(schema);
      this.#tables.set(schema.name, { definition, schema, id, createdAt: at, items, stream, expiresBy: undefined });
    } else if ('drop' in entry) this.#tables.delete(entry.drop);
    else if ('expiry' in entry) this.table(entry.expiry).expiresBy = entry.attribute ?? undefined;
    else if ('items' in entry) {
      const changes = entry.items.map(([name, key, item, isExpiry]) => {
        const table = this.table(name);
        const after = item ? table.items.stored(item) : undefined;
        return { table, key, after, ...(isExpiry ? { isExpiry } : {}) };
      });
      this.#apply(changes, entry.at, entry.answered);
    } else if ('load' in entry) {
      const { items } = this.table(entry.load);
      for (const item of entry.all) {
        const stored = items.stored(item);
        items.write(stored.key, stored);
      }
    } else if ('stream' in entry) {
      const { stream } = this.table(entry.stream);
      for (const record of entry.records) stream?.append(record);
    } else this.#sequence = entry.sequence;
  }

  /** Entries that make the present state again. */
  *entries(): Generator<Entry> {
    for (const [name, { definition, id, createdAt, items, stream, expiresBy }] of this.#tables) {
      yield { create: definition, id, at: createdAt };
      if (expiresBy !== undefined) yield { expiry: name, attribute: expiresBy };
      let all: Stored['item'][] = [];
      for (const { item } of items) {
        all.push(item);
        if (all.length < LOAD_SIZE) continue;
        yield { load: name, all };
        all = [];
      }
      if (all.length > 0) yield { load: name, all };
      const records = [...(stream?.records ?? [])];
      for (let start = 0; start < records.length; start += LOAD_SIZE) {
        yield { stream: name, records: records.slice(start, start + LOAD_SIZE) };
      }
    }
    for (const answered of this.#answered.values()) yield { at: answered.at, items: [], answered };
    yield { sequence: this.#sequence };
  }

  /** The present state. It costs microseconds: nothing is copied until it changes. */
  snapshot(): Snapshot {
    const tables = new Map<string, Table>();
    for (const [name, table] of this.#tables) {
      tables.set(name, { ...table, items: table.items.clone(), stream: table.stream?.clone() });
    }
    return { tables, answered: new Map(this.#answered), sequence: this.#sequence };
  }

  /** Returns to a snapshot, which can be used again. Listeners of streams are gone. */
  return(to: Snapshot): void {
    this.#tables = to.tables;
    this.#answered = to.answered;
    this.#sequence = to.sequence;
    const { tables, answered } = this.snapshot();
    this.#tables = tables;
    this.#answered = answered;
  }

  /** A random identifier in the form of a UUID (version 4), from the given randomness. */
  #uuid(): string {
    const digits = Array.from({ length: 32 }, (_, index) => {
      const digit = Math.floor(this.random() * 16);
      return (index === 12 ? 4 : index === 16 ? (digit & 3) | 8 : digit).toString(16);
    }).join('');
    return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  }
}

/** A state to return to. */
export interface Snapshot {
  readonly tables: Map<string, Table>;
  readonly answered: Map<string, Answered>;
  readonly sequence: number;
}
