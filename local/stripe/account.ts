/** The objects of one Stripe account, in memory. */

import { randomInt } from 'node:crypto';
import type { Clock } from './clock.ts';
import { noSuchReference } from './errors.ts';
import { type Cause, type EventChange, type StripeEvent, toEvent } from './events.ts';
import type { Charge, Dispute, PaymentIntent, Refund } from './objects.ts';

export interface Page {
  readonly limit?: number | undefined;
  readonly starting_after?: string | undefined;
  readonly ending_before?: string | undefined;
}

export interface List<T> {
  readonly object: 'list';
  readonly data: readonly T[];
  readonly has_more: boolean;
  readonly url: string;
}

/** Objects of one kind in the order of their creation. */
export class Collection<T extends { readonly id: string }> {
  readonly #items: T[] = [];
  readonly #onPut: (item: T) => void;
  readonly #positions = new Map<string, number>();

  constructor(onPut: (item: T) => void = () => undefined) {
    this.#onPut = onPut;
  }

  get(id: string): T | undefined {
    const position = this.#positions.get(id);
    return position === undefined ? undefined : this.#items[position];
  }

  /** Adds the object, or replaces the one with its id in place. */
  put(item: T): T {
    const position = this.#positions.get(item.id) ?? this.#items.length;
    this.#items[position] = item;
    this.#positions.set(item.id, position);
    this.#onPut(item);
    return item;
  }

  /**
   * A page, newest first, ten objects by default.
   * Throws `resource_missing` (400) for a cursor that names no object.
   */
  page(url: string, page: Page, matches: (item: T) => boolean = () => true): List<T> {
    const { limit = 10, starting_after: after, ending_before: before } = page;
    // `ending_before` asks for the nearest newer objects, so it walks up and then reverses the
    // page.
    const step = before === undefined ? -1 : 1;
    const start = before ?? after;
    const from =
      start === undefined ? this.#items.length : this.#positionOf(start, before ? 'ending_before' : 'starting_after');
    const data: T[] = [];
    let position = from + step;
    for (; position >= 0 && position < this.#items.length && data.length <= limit; position += step) {
      const item = this.#items[position];
      if (item && matches(item)) data.push(item);
    }
    const has_more = data.length > limit;
    const shown = data.slice(0, limit);
    return { object: 'list', data: step < 0 ? shown : shown.reverse(), has_more, url };
  }

  all(): readonly T[] {
    return this.#items;
  }

  #positionOf(id: string, param: string): number {
    const position = this.#positions.get(id);
    if (position === undefined) throw noSuchReference('object', id, param);
    return position;
  }
}

/** An object as it is after a change. */
export type Change =
  | { readonly kind: 'paymentIntents'; readonly item: PaymentIntent }
  | { readonly kind: 'charges'; readonly item: Charge }
  | { readonly kind: 'refunds'; readonly item: Refund }
  | { readonly kind: 'disputes'; readonly item: Dispute }
  | { readonly kind: 'events'; readonly item: StripeEvent };

/** The result of an execution, and the events that it made. */
export interface Execution<T> {
  readonly result: T;
  readonly events: readonly StripeEvent[];
}

const NO_CAUSE: Cause = { id: null, idempotency_key: null };

/** The account's objects, with the clock and the address that its endpoints use. */
export class Account {
  readonly paymentIntents: Collection<PaymentIntent>;
  readonly charges: Collection<Charge>;
  readonly refunds: Collection<Refund>;
  readonly disputes: Collection<Dispute>;
  readonly events: Collection<StripeEvent>;
  /**
   * The address of this server for the customer's browser, without a trailing slash; known once it
   * listens.
   */
  url = '';
  readonly #clock: Clock;
  #cause = NO_CAUSE;
  #made: StripeEvent[] = [];
  #changes: Change[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
    this.paymentIntents = new Collection((item) => this.#changes.push({ kind: 'paymentIntents', item }));
    this.charges = new Collection((item) => this.#changes.push({ kind: 'charges', item }));
    this.refunds = new Collection((item) => this.#changes.push({ kind: 'refunds', item }));
    this.disputes = new Collection((item) => this.#changes.push({ kind: 'disputes', item }));
    this.events = new Collection((item) => this.#changes.push({ kind: 'events', item }));
  }

  /** Seconds since the epoch, Stripe's unit. */
  seconds(): number {
    return Math.floor(this.#clock.now() / 1000);
  }

  /**
   * Runs the work, which must be synchronous, and returns the events that it made; each names the
   * cause.
   */
  execute<T>(work: () => T, cause: Cause = NO_CAUSE): Execution<T> {
    this.#cause = cause;
    this.#made = [];
    return { result: work(), events: this.#made };
  }

  /** Records an event as made by the running execution. */
  record(change: EventChange): void {
    this.#made.push(this.events.put(toEvent(randomId('evt'), this.seconds(), this.#cause, change)));
  }

  /** The changes since the last call, oldest first. */
  takeChanges(): readonly Change[] {
    const changes = this.#changes;
    this.#changes = [];
    return changes;
  }

  /** Applies a change of a former run. */
  restore({ kind, item }: Change): void {
    // The kind tells the type of the item.
    (this[kind] as Collection<typeof item>).put(item);
    this.#changes = [];
  }

  /** Every object, each kind in the order of creation. */
  *snapshot(): Generator<Change> {
    for (const kind of ['paymentIntents', 'charges', 'refunds', 'disputes', 'events'] as const) {
      for (const item of this[kind].all()) yield { kind, item } as Change;
    }
  }
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** An id such as `pi_3sNq…`: the prefix and `length` letters and digits. */
export function randomId(prefix: string, length = 24): string {
  return `${prefix}_${Array.from({ length }, () => ALPHABET[randomInt(ALPHABET.length)]).join('')}`;
}
