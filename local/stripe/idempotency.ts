/** Idempotency keys: the first result of a key is its result for 24 hours. */

import { createHash } from 'node:crypto';
import type { Clock } from './clock.ts';
import { invalidRequest, StripeError } from './errors.ts';

const LIFETIME = 24 * 60 * 60 * 1000;
const LONGEST_KEY = 255;

/** A response as it was sent: `body` is JSON text. */
export interface StoredAnswer {
  readonly status: number;
  readonly body: string;
  readonly requestId: string;
}

/** The first use of a key; `parameters` is the undecoded form. */
export interface KeyedRequest {
  readonly key: string;
  readonly path: string;
  readonly parameters: string;
}

export interface KeyRecord {
  readonly key: string;
  readonly path: string;
  readonly fingerprint: string;
  /** Milliseconds since the epoch. */
  readonly claimedAt: number;
  /** Absent while the first request runs. */
  readonly answer?: StoredAnswer;
}

export class IdempotencyKeys {
  readonly #clock: Clock;
  /** In the order of their claims, which is the order of expiry. */
  readonly #records = new Map<string, KeyRecord>();
  #completed: KeyRecord[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * Claims the key for this request. Returns undefined to the first request, which must then
   * `complete` or `abandon` it, and the stored response to later ones.
   * Throws `idempotency_error` (400) for different parameters or a different path, and
   * `idempotency_key_in_use` (409) while the first runs.
   */
  claim(request: KeyedRequest): StoredAnswer | undefined {
    const { key, path } = request;
    if (key.length > LONGEST_KEY) {
      throw invalidRequest(`Idempotency keys can have up to ${LONGEST_KEY} characters, but yours has ${key.length}.`);
    }
    this.#forgetExpired();
    const fingerprint = fingerprintOf(request.parameters);
    const record = this.#records.get(key);
    if (!record) {
      this.#records.set(key, { key, path, fingerprint, claimedAt: this.#clock.now() });
      return undefined;
    }
    if (record.path !== path) throw mismatch('for the same endpoint they were first used for', key, record.path, path);
    if (record.fingerprint !== fingerprint) throw mismatch('with the same parameters they were first used with', key);
    if (!record.answer) throw inUse(key);
    return record.answer;
  }

  /** Stores the first result. */
  complete(key: string, answer: StoredAnswer): void {
    const record = this.#records.get(key);
    if (!record) return;
    const completed = { ...record, answer };
    this.#records.set(key, completed);
    this.#completed.push(completed);
  }

  /** The keys that got their result since the last call. */
  takeCompleted(): readonly KeyRecord[] {
    const completed = this.#completed;
    this.#completed = [];
    return completed;
  }

  /** Applies a result of a former run. */
  restore(record: KeyRecord): void {
    this.#records.set(record.key, record);
  }

  /** Releases the key: nothing was executed, so a corrected request may use it. */
  abandon(key: string): void {
    this.#records.delete(key);
  }

  /** The keys with a result. */
  snapshot(): readonly KeyRecord[] {
    return [...this.#records.values()].filter((record) => record.answer);
  }

  #forgetExpired(): void {
    const oldest = this.#clock.now() - LIFETIME;
    for (const [key, record] of this.#records) {
      if (record.claimedAt > oldest) return;
      this.#records.delete(key);
    }
  }
}

function fingerprintOf(parameters: string): string {
  const pairs = [...new URLSearchParams(parameters)].map((pair) => JSON.stringify(pair)).sort();
  return createHash('sha256').update(pairs.join('\n')).digest('base64');
}

function mismatch(how: string, key: string, first?: string, now?: string): StripeError {
  const paths = first ? ` ('${first}' vs '${now}')` : '';
  return new StripeError(400, {
    type: 'idempotency_error',
    message: `Keys for idempotent requests can only be used ${how}${paths}. Try using a key other than '${key}' if you meant to execute a different request.`,
  });
}

function inUse(key: string): StripeError {
  return new StripeError(409, {
    type: 'idempotency_error',
    code: 'idempotency_key_in_use',
    message: `There is currently another in-progress request using this Idempotent Key (that probably means you submitted twice, and the other request is still going through): ${key}. Please try again later.`,
  });
}
