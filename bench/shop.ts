import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import { json } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import type { UsageLine } from '../local/cloud/usage.ts';
import type { ShopOutputs } from '../local/shop/outputs.ts';

// biome-ignore lint/suspicious/noExplicitAny: what is used of an answer is checked where it is used.
type Body = any;

export interface BenchProduct {
  readonly id: string;
  readonly sku: string;
}

export interface Buyer {
  readonly headers: Readonly<Record<string, string>>;
}

export interface Order {
  readonly id: string;
  readonly buyer: Buyer;
  readonly status: string;
  /** Minor units. */
  readonly total: number;
}

/** The stock of each product of the bench: more than any run sells. */
export const ON_HAND = 100_000;

const END_LIMIT_MS = 60_000;

const ADDRESS = { name: 'Ada Buyer', line1: '1 Market Street', city: 'Berlin', postalCode: '10115', country: 'DE' };

/** A client of the shop. Every call rejects when its answer has an unexpected status. */
export class Shop {
  readonly #outputs: ShopOutputs;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 256 });
  #admin: Readonly<Record<string, string>> = {};

  constructor(outputs: ShopOutputs) {
    this.#outputs = outputs;
  }

  /** Creates this many products with stock. */
  async stockUp(count: number): Promise<readonly BenchProduct[]> {
    const { email, password } = this.#outputs.admin;
    const { accessToken } = await this.#call('POST', '/users/login', 200, { body: { email, password } });
    this.#admin = { authorization: `Bearer ${accessToken}` };
    const products: BenchProduct[] = [];
    const lane = async (): Promise<void> => {
      while (products.length < count) {
        const sku = `BENCH-${randomUUID()}`;
        const place = products.push({ id: '', sku }) - 1;
        const product = { sku, title: `Bench ${sku}`, status: 'active', price: { amount: 1999, currency: 'EUR' } };
        const { id } = await this.#call('POST', '/products', 201, { headers: this.#admin, body: product });
        const stock = { onHand: ON_HAND, reason: 'bench' };
        await this.#call('PUT', `/inventory/${sku}`, 200, { headers: this.#admin, body: stock });
        products[place] = { id, sku };
      }
    };
    await Promise.all(Array.from({ length: 8 }, lane));
    return products;
  }

  /** Imports this many products from a CSV file. Resolves when the import has ended. */
  async importProducts(count: number): Promise<void> {
    const rows = Array.from({ length: count }, (_, row) => `IMPORT-${row},Imported ${row},active,19.99`);
    const csv = Buffer.from(`sku,title,status,price\n${rows.join('\n')}\n`);
    const headers = { ...this.#admin, 'content-type': 'text/csv' };
    const { id } = await this.#call('POST', '/products/import', 202, { headers, body: csv });
    for (;;) {
      const { status, errors } = await this.#call('GET', `/products/import/${id}`, 200, { headers: this.#admin });
      if (status === 'done' && errors.length === 0) return;
      if (status === 'done' || status === 'failed') throw new Error(`The import failed: ${JSON.stringify(errors[0])}`);
      await delay(50);
    }
  }

  readProduct({ id }: BenchProduct): Promise<Body> {
    return this.#read(`/products/${id}`);
  }

  listProducts(): Promise<Body> {
    return this.#read('/products?limit=20');
  }

  /** The stage takes 1,000 requests a second. A refused one is sent again, as clients do. */
  async #read(path: string): Promise<Body> {
    for (;;) {
      const answer = await this.#call('GET', path, [200, 429]);
      if (answer.message !== 'Too Many Requests') return answer;
      await delay(20);
    }
  }

  async arrive(): Promise<Buyer> {
    const { token } = await this.#call('POST', '/carts', 201);
    return { headers: { 'x-cart-token': token } };
  }

  addToCart({ headers }: Buyer, { sku }: BenchProduct): Promise<Body> {
    return this.#call('POST', '/cart/items', 200, { headers, body: { sku, quantity: 1 } });
  }

  viewCart({ headers }: Buyer): Promise<Body> {
    return this.#call('GET', '/cart', 200, { headers });
  }

  /** Places the order. With `wait`, the answer 201 means that it has ended. */
  async checkOut(buyer: Buyer, wait: boolean): Promise<Order> {
    const headers = { ...buyer.headers, 'idempotency-key': randomUUID(), ...(wait ? { prefer: 'wait=15' } : {}) };
    const body = { email: 'buyer@example.com', shippingAddress: ADDRESS, paymentMethod: 'pm_card_visa' };
    const { id, status, totals } = await this.#call('POST', '/orders', wait ? [201, 202] : 202, { headers, body });
    return { id, buyer, status, total: totals.total.amount };
  }

  async readOrder({ id, buyer }: Order): Promise<{ readonly status: string }> {
    return this.#call('GET', `/orders/${id}`, 200, { headers: buyer.headers });
  }

  /** Waits until the order has ended, as a buyer does after a 202. */
  async endOf(order: Order): Promise<string> {
    let { status } = order;
    for (const giveUpAt = performance.now() + END_LIMIT_MS; status === 'pending' && performance.now() < giveUpAt; ) {
      await delay(100);
      ({ status } = await this.readOrder(order));
    }
    return status;
  }

  stockOf(sku: string): Promise<{ available: number; held: number; allocated: number }> {
    return this.#call('GET', `/inventory/${sku}`, 200, { headers: this.#admin });
  }

  /** @returns the amounts that the provider took, in minor units, by order. */
  async taken(): Promise<ReadonlyMap<string, number>> {
    const taken = new Map<string, number>();
    const headers = { authorization: 'Bearer sk_test_bench' };
    for (let after = ''; ; ) {
      const path = `/v1/payment_intents?limit=100${after && `&starting_after=${after}`}`;
      const page = await this.#send('GET', `${this.#outputs.stripeUrl}${path}`, 200, { headers });
      for (const { amount_received, metadata } of page.data) {
        taken.set(metadata.orderId, (taken.get(metadata.orderId) ?? 0) + amount_received);
      }
      if (!page.has_more) return taken;
      after = page.data.at(-1).id;
    }
  }

  usage(): Promise<readonly UsageLine[]> {
    return this.#send('GET', new URL('/_local/usage', this.#outputs.apiUrl).href, 200);
  }

  /**
   * Returns the usage once it has not changed for a second: events, mails and webhooks come after
   * the answer.
   */
  async usageAtRest(): Promise<readonly UsageLine[]> {
    for (let last = '', since = performance.now(); ; ) {
      const lines = await this.usage();
      const seen = JSON.stringify(lines);
      if (seen === last && performance.now() - since > 1000) return lines;
      if (seen !== last) since = performance.now();
      last = seen;
      await delay(50);
    }
  }

  close(): void {
    this.#agent.destroy();
  }

  #call(method: string, path: string, expected: number | readonly number[], options: CallOptions = {}): Promise<Body> {
    return this.#send(method, `${this.#outputs.apiUrl}${path}`, expected, options);
  }

  async #send(
    method: string,
    url: string,
    expected: number | readonly number[],
    { headers = {}, body }: CallOptions = {},
  ): Promise<Body> {
    const payload = body === undefined || Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body));
    const sent = request(url, {
      ...{ method, agent: this.#agent },
      headers: {
        ...(payload && { 'content-type': 'application/json', 'content-length': payload.length }),
        ...headers,
      },
    });
    const answered = new Promise<Body>((resolve, reject) => {
      sent.once('error', reject);
      sent.once('response', async (response) => {
        const answer: Body = await json(response).catch(reject);
        if ([expected].flat().includes(response.statusCode ?? 0)) resolve(answer);
        else reject(new Error(`${method} ${url}: ${response.statusCode} ${JSON.stringify(answer)?.slice(0, 300)}`));
      });
    });
    sent.end(payload);
    return answered;
  }
}

interface CallOptions {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}
