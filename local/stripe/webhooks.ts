/** Webhooks: which events go where, when, how often and in which order. */

import { setTimeout as delay, setImmediate } from 'node:timers/promises';
import * as z from 'zod';
import type { Account } from './account.ts';
import { deliver } from './delivery.ts';
import { retrieveEvent, type StripeEvent } from './events.ts';

/** The delays before the second, third, … try, in seconds. */
const RETRY_DELAYS = [1, 5, 30, 120, 300, 600, 1800, 3600, 7200];
/** The time that a reordered batch waits for further events, in milliseconds. */
const BATCH_WINDOW = 250;
/** The time limit of a receiver, in milliseconds. */
const TIMEOUT = 20_000;

export const switchesSchema = z.strictObject({
  /** The number of additional deliveries of each event, at the same time. */
  duplicate: z.int().min(0).max(20).optional(),
  /**
   * Holds events for a moment, or until a pause ends, and delivers them last first, one after the
   * other.
   */
  reorder: z.boolean().optional(),
  /** The delay before the first try. */
  delayMs: z.int().min(0).max(3_600_000).optional(),
  /** The call that made an event gets its response after the first try to deliver it. */
  beforeResponse: z.boolean().optional(),
  /** Deliveries are dropped, and Stripe counts them as made. */
  drop: z.boolean().optional(),
  /** Nothing is sent until this is off again. */
  paused: z.boolean().optional(),
});

export type Switches = Readonly<z.infer<typeof switchesSchema>>;

export interface Endpoint {
  readonly url: string;
  readonly secret: string;
  /** The types that are sent to it, as in Stripe's dashboard. Default: all. */
  readonly enabledEvents?: readonly string[] | undefined;
}

export interface WebhookOptions {
  /** Multiplies the delays between tries. Default 1. */
  readonly retryDelayScale?: number | undefined;
  /** Deliveries wait for this. */
  readonly ready?: Promise<unknown> | undefined;
  /** Called when an event's `pending_webhooks` changes outside a request. */
  readonly onChange?: () => void;
  /** The time limit of a receiver. Default 20 s. */
  readonly timeoutMs?: number;
}

/** An event on its way to one endpoint. */
interface Consignment {
  readonly event: StripeEvent;
  readonly body: string;
  readonly url: string;
}

export class Webhooks {
  readonly #account: Account;
  readonly #options: WebhookOptions;
  readonly #closing = new AbortController();
  /** By URL. */
  readonly #endpoints = new Map<string, Endpoint>();
  /** By event id, the URLs that have not yet accepted it. */
  readonly #outstanding = new Map<string, Set<string>>();
  /** Deliveries that wait for the end of a pause or of a batch. */
  readonly #held: (() => Promise<void>)[] = [];
  #batchTimer: NodeJS.Timeout | undefined;
  #switches: Switches = {};

  constructor(account: Account, options: WebhookOptions = {}) {
    this.#account = account;
    this.#options = options;
  }

  /** Sends later events to the URL as well; a known URL gets the new secret and types. */
  register(endpoint: Endpoint): void {
    this.#endpoints.set(endpoint.url, endpoint);
  }

  /** Removes all endpoints, so that nothing more is sent, not even a retry. */
  unregisterAll(): void {
    this.#endpoints.clear();
  }

  /**
   * Changes the given switches, or turns all off, and returns them. Sends the events that no switch
   * holds any more.
   */
  configure(changes?: Switches): Switches {
    const { reorder = false } = this.#switches;
    this.#switches = changes ? { ...this.#switches, ...changes } : {};
    if (!this.#switches.paused) void this.#release(reorder);
    return this.#switches;
  }

  /**
   * Sends the events to every endpoint that wants them; resolves when the call that made them may
   * get its response.
   */
  async announce(events: readonly StripeEvent[]): Promise<void> {
    const { beforeResponse, drop, paused } = this.#switches;
    if (drop) return;
    const wanted = events.filter((event) => this.#urlsFor(event).length > 0);
    const deliveries = wanted.map((event) => this.#schedule(this.#expect(event)));
    if (beforeResponse && !paused) await Promise.all(deliveries);
  }

  /** Sends the events that the last run had not delivered. */
  resume(): void {
    void this.announce(this.#account.events.all().filter((event) => event.pending_webhooks > 0));
  }

  /**
   * Sends the event to every endpoint once, immediately, and whatever the switches are. Returns the
   * status of each, or null without a response. Throws `resource_missing` (404).
   */
  resend(eventId: string): Promise<readonly { readonly url: string; readonly status: number | null }[]> {
    const event = retrieveEvent(this.#account.events, eventId);
    const urls = [...this.#endpoints.keys()];
    return Promise.all(urls.map(async (url) => ({ url, status: await this.#post(consign(event, url)) })));
  }

  /** Ends every running and waiting delivery. */
  close(): void {
    clearTimeout(this.#batchTimer);
    this.#closing.abort();
  }

  #urlsFor({ type }: StripeEvent): string[] {
    const endpoints = [...this.#endpoints.values()];
    return endpoints.filter(({ enabledEvents }) => enabledEvents?.includes(type) ?? true).map(({ url }) => url);
  }

  #expect(event: StripeEvent): StripeEvent {
    const urls = this.#urlsFor(event);
    this.#outstanding.set(event.id, new Set(urls));
    return this.#account.events.put({ ...event, pending_webhooks: urls.length });
  }

  /** Resolves after the first try. */
  #schedule(event: StripeEvent): Promise<void> {
    const { paused, reorder } = this.#switches;
    if (!paused && !reorder) return this.#send(event);
    return new Promise((resolve) => {
      this.#held.push(() => this.#send(event).then(resolve));
      if (!paused) this.#batchTimer ??= setTimeout(() => this.#release(true), BATCH_WINDOW);
    });
  }

  async #release(reversed: boolean): Promise<void> {
    clearTimeout(this.#batchTimer);
    this.#batchTimer = undefined;
    const batch = this.#held.splice(0);
    for (const proceed of reversed ? batch.reverse() : batch) await proceed();
  }

  async #send(event: StripeEvent): Promise<void> {
    const { beforeResponse, delayMs = 0, duplicate = 0 } = this.#switches;
    await this.#options.ready;
    // Otherwise the response is sent first.
    if (!beforeResponse) await setImmediate();
    if (delayMs > 0 && !(await this.#wait(delayMs))) return;
    const copies = Array.from({ length: 1 + duplicate }, () => this.#urlsFor(event)).flat();
    await Promise.all(
      copies.map(async (url) => {
        const consignment = consign(event, url);
        if (!(await this.#attempt(consignment))) void this.#retry(consignment);
      }),
    );
  }

  async #retry(consignment: Consignment): Promise<void> {
    const { retryDelayScale = 1 } = this.#options;
    for (const seconds of RETRY_DELAYS) {
      if (!(await this.#wait(seconds * 1000 * retryDelayScale))) return;
      if (await this.#attempt(consignment)) return;
    }
  }

  /** Returns whether no further try is needed. */
  async #attempt(consignment: Consignment): Promise<boolean> {
    if (this.#switches.paused) {
      await new Promise<void>((resolve) => {
        this.#held.push(async () => resolve());
      });
    }
    const status = await this.#post(consignment);
    return !this.#endpoints.has(consignment.url) || isTaken(status);
  }

  async #post({ event, body, url }: Consignment): Promise<number | null> {
    const endpoint = this.#endpoints.get(url);
    if (endpoint === undefined) return null;
    const { timeoutMs = TIMEOUT } = this.#options;
    const signal = AbortSignal.any([this.#closing.signal, AbortSignal.timeout(timeoutMs)]);
    const status = await deliver({ url, secret: endpoint.secret, body, sentAt: this.#account.seconds(), signal });
    if (isTaken(status)) this.#taken(event.id, url);
    return status;
  }

  #taken(eventId: string, url: string): void {
    const event = this.#account.events.get(eventId);
    const urls = this.#outstanding.get(eventId);
    if (!event || !urls?.delete(url)) return;
    if (urls.size === 0) this.#outstanding.delete(eventId);
    this.#account.events.put({ ...event, pending_webhooks: urls.size });
    this.#options.onChange?.();
  }

  /** Resolves to false when the server closes meanwhile. */
  #wait(ms: number): Promise<boolean> {
    return delay(ms, true, { signal: this.#closing.signal }).catch(() => false);
  }
}

function isTaken(status: number | null): boolean {
  return status !== null && status >= 200 && status < 300;
}

function consign(event: StripeEvent, url: string): Consignment {
  return { event, body: JSON.stringify(event, null, 2), url };
}
