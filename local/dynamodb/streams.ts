import { plant, type Tree } from './tree.ts';
import type { Item } from './values.ts';

export type StreamView = 'KEYS_ONLY' | 'NEW_IMAGE' | 'OLD_IMAGE' | 'NEW_AND_OLD_IMAGES';

/** One change of an item. */
export interface StreamRecord {
  /** Grows with every change of any table. */
  readonly sequence: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly kind: 'INSERT' | 'MODIFY' | 'REMOVE';
  readonly keys: Item;
  readonly before?: Item | undefined;
  readonly after?: Item | undefined;
  /** Whether the time to live ended the item. */
  readonly isExpiry?: boolean | undefined;
}

/** DynamoDB keeps a record for 24 hours. */
const KEPT_MS = 24 * 60 * 60 * 1_000;

/** The changes of a table, oldest first, in one shard. */
export class Stream {
  readonly view: StreamView;
  /** The time of its creation, in the form that AWS puts into its ARN. */
  readonly label: string;
  #records: Tree<number, StreamRecord>;
  readonly #listeners = new Set<() => void>();

  constructor(view: StreamView, label: string, records: Tree<number, StreamRecord> = plant<number, StreamRecord>()) {
    this.view = view;
    this.label = label;
    this.#records = records;
  }

  /** Nobody learns of the record before `announce` is called. */
  append(record: StreamRecord): void {
    this.#records.set(record.sequence, record);
  }

  announce(): void {
    for (const listener of this.#listeners) listener();
  }

  /** Calls the listener after each change. Returns the function that ends this. */
  listen(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The records after a sequence number, at most `limit`, and none older than 24 hours. */
  after(sequence: number, limit: number, now: number): readonly StreamRecord[] {
    const found: StreamRecord[] = [];
    for (const record of this.#records.values(sequence + 1)) {
      if (found.length === limit) break;
      if (record.at >= now - KEPT_MS) found.push(record);
    }
    return found;
  }

  /** The number of the newest record; 0 if there is none. */
  get last(): number {
    return this.#records.maxKey() ?? 0;
  }

  get records(): Iterable<StreamRecord> {
    return this.#records.values();
  }

  /** Forgets the records up to a sequence number, but keeps the newest `kept`. */
  forget(upTo: number, kept: number): void {
    while (this.#records.size > kept) {
      const oldest = this.#records.minKey() as number;
      if (oldest > upTo) return;
      this.#records.delete(oldest);
    }
  }

  /** A copy without listeners, in constant time. */
  clone(): Stream {
    return new Stream(this.view, this.label, this.#records.clone());
  }
}

/** The record's number as DynamoDB writes it: digits of one length. */
export const sequenceNumber = (sequence: number): string => `1${String(sequence).padStart(20, '0')}`;

/** Undefined for a text that no record has as its number. */
export const sequenceOf = (text: string): number | undefined =>
  /^1\d{20}$/.test(text) && Number.isSafeInteger(Number(text.slice(1))) ? Number(text.slice(1)) : undefined;
