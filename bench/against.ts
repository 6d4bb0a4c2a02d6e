import { type BenchCloud, startBenchCloud } from './cloud.ts';
import { load } from './load.ts';
import { type BenchProduct, Shop } from './shop.ts';

const PRODUCTS = 50;
const IMPORTED_ROWS = 10_000;
const WINDOW_SECONDS = 10;
/** Both sides run in turns, so that both meet whatever else the machine does. */
const ROUNDS = 3;
const MANY_CLIENTS = 10;

/** One checkout's figures; undefined where this machine does not report one. */
export interface Side {
  readonly start: { readonly first: number; readonly second: number; readonly seeded: number };
  readonly memoryMb: { readonly atStart: number | undefined; readonly afterLoad: number | undefined };
  /** Orders a second with ten clients, of each round. */
  readonly perSecond: readonly number[];
  /** The median time of a whole checkout with one client, in milliseconds, of each round. */
  readonly p50: readonly number[];
  readonly cpuMsPerOrder: number | undefined;
  readonly importSeconds: number;
}

export interface Comparison {
  readonly before: Side;
  readonly now: Side;
}

/** Measures this checkout and another one, which is installed, in one run. */
export async function compareWith(checkout: string, say: (line: string) => void): Promise<Comparison> {
  const before = new Measured(checkout, 'before', say);
  const now = new Measured('.', 'now', say);
  const sides = [before, now];
  try {
    for (const side of sides) await side.measureStarts();
    for (let round = 1; round <= ROUNDS; round++) for (const side of sides) await side.sell(round);
    for (const side of sides) await side.finish();
    return { before: before.figures(), now: now.figures() };
  } finally {
    for (const side of sides) await side.stop();
  }
}

class Measured {
  readonly #checkout: string;
  readonly #say: (line: string) => void;
  #cloud: BenchCloud | undefined;
  #shop: Shop | undefined;
  #products: readonly BenchProduct[] = [];
  #orders = 0;
  #cpuSeconds: number | undefined = 0;
  #start = { first: 0, second: 0, seeded: 0 };
  #memoryMb: Side['memoryMb'] = { atStart: undefined, afterLoad: undefined };
  #importSeconds = 0;
  readonly #perSecond: number[] = [];
  readonly #p50: number[] = [];

  constructor(checkout: string, name: string, say: (line: string) => void) {
    this.#checkout = checkout;
    this.#say = (line) => say(`${name}: ${line}`);
  }

  /** The shop of the last start goes on: it has the sample products. */
  async measureStarts(): Promise<void> {
    this.#say('starting…');
    const seconds: number[] = [];
    for (const options of [['--no-seed'], ['--no-seed'], [], []]) {
      await this.#cloud?.stop();
      this.#cloud = await startBenchCloud(this.#checkout, options);
      seconds.push(this.#cloud.startUpSeconds);
    }
    const [first = 0, second = 0, , seeded = 0] = seconds;
    this.#start = { first, second, seeded };
    this.#memoryMb = { atStart: await this.#cloud?.memoryMb(), afterLoad: undefined };
    this.#shop = new Shop(this.#running.outputs);
    this.#products = await this.#shop.stockUp(PRODUCTS);
  }

  async sell(round: number): Promise<void> {
    this.#say(`selling, round ${round} of ${ROUNDS}…`);
    const many = await this.#window(MANY_CLIENTS);
    this.#perSecond.push(many.perSecond);
    const one = await this.#window(1);
    this.#p50.push(one.p50);
  }

  async #window(clients: number) {
    const cpu = await this.#running.cpuSeconds();
    const result = await load({ clients, seconds: WINDOW_SECONDS }, () => this.#checkOut());
    if (result.complaint !== undefined) throw new Error(result.complaint);
    const after = await this.#running.cpuSeconds();
    this.#orders += result.done;
    if (cpu === undefined || after === undefined) this.#cpuSeconds = undefined;
    else if (this.#cpuSeconds !== undefined) this.#cpuSeconds += after - cpu;
    return result;
  }

  async #checkOut(): Promise<void> {
    const shop = this.#shop as Shop;
    const buyer = await shop.arrive();
    await shop.addToCart(buyer, this.#products[this.#orders % PRODUCTS] as BenchProduct);
    const status = await shop.endOf(await shop.checkOut(buyer, true));
    if (status !== 'confirmed') throw new Error(`The order is ${status}.`);
  }

  async finish(): Promise<void> {
    this.#memoryMb = { ...this.#memoryMb, afterLoad: await this.#running.memoryMb() };
    this.#say(`importing ${IMPORTED_ROWS} rows…`);
    const startedAt = performance.now();
    await this.#shop?.importProducts(IMPORTED_ROWS);
    this.#importSeconds = (performance.now() - startedAt) / 1000;
  }

  get #running(): BenchCloud {
    return this.#cloud as BenchCloud;
  }

  figures(): Side {
    const cpu = this.#cpuSeconds;
    return {
      start: this.#start,
      memoryMb: this.#memoryMb,
      perSecond: this.#perSecond,
      p50: this.#p50,
      cpuMsPerOrder: cpu === undefined ? undefined : (cpu / this.#orders) * 1000,
      importSeconds: this.#importSeconds,
    };
  }

  async stop(): Promise<void> {
    this.#shop?.close();
    await this.#cloud?.stop();
    this.#cloud = undefined;
  }
}

const ROWS: readonly (readonly [name: string, of: (side: Side) => number | undefined])[] = [
  ['whole checkouts a second, 10 clients', ({ perSecond }) => median(perSecond)],
  ['whole checkout, 1 client, p50, ms', ({ p50 }) => median(p50)],
  ['CPU of an order, all processes, ms', ({ cpuMsPerOrder }) => cpuMsPerOrder],
  ['resident after the start, MB', ({ memoryMb }) => memoryMb.atStart],
  ['resident after the load, MB', ({ memoryMb }) => memoryMb.afterLoad],
  ['to the first 200, empty, first start, s', ({ start }) => start.first],
  ['to the first 200, empty, second start, s', ({ start }) => start.second],
  ['to the first 200, with products, second start, s', ({ start }) => start.seeded],
  [`import of ${IMPORTED_ROWS} rows, s`, ({ importSeconds }) => importSeconds],
];

/** A table with both sides and the ratio of each figure. */
export function comparison({ before, now }: Comparison): string {
  const rows = ROWS.map(([name, of]) => {
    const [then, today] = [of(before), of(now)];
    const ratio = then === undefined || today === undefined ? '' : (today / then).toFixed(2);
    return [name, shown(then), shown(today), ratio];
  });
  const all = [['', 'before', 'now', 'now / before'], ...rows];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...all.map((row) => (row[column] ?? '').length)));
  return all.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')).join('\n');
}

const shown = (figure: number | undefined): string => (figure === undefined ? 'unknown' : figure.toFixed(1));

function median(figures: readonly number[]): number {
  const sorted = [...figures].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
