import { startBenchCloud } from './cloud.ts';
import { load } from './load.ts';
import { type BenchProduct, Shop } from './shop.ts';

const PRODUCTS = 50;
const IMPORTED_ROWS = 10_000;
/** Both sides run in turns, each alone, so that both meet whatever else the machine does. */
const ROUNDS = 3;
/** Of a shop that has just started, as a developer and a test meet it. */
const MANY = { clients: 10, seconds: 30 };
const ONE = { clients: 1, seconds: 8 };

/** One checkout's figures, of each round; undefined where this machine does not report one. */
export interface Round {
  /** From `npm start -- --no-seed` to the first 200. */
  readonly emptyStart: number;
  /** The same with the sample products. */
  readonly seededStart: number;
  readonly memoryMb: { readonly atStart: number | undefined; readonly afterLoad: number | undefined };
  /** Whole checkouts a second with ten clients. */
  readonly perSecond: number;
  /** The median time of a whole checkout with one client, in milliseconds. */
  readonly p50: number;
  readonly cpuMsPerOrder: number | undefined;
  readonly importSeconds: number;
}

export interface Comparison {
  readonly before: readonly Round[];
  readonly now: readonly Round[];
}

/** Measures this checkout and another one, which is installed, in one run. */
export async function compareWith(checkout: string, say: (line: string) => void): Promise<Comparison> {
  const before: Round[] = [];
  const now: Round[] = [];
  for (let round = 1; round <= ROUNDS; round++) {
    say(`Round ${round} of ${ROUNDS}: before…`);
    before.push(await measure(checkout));
    say(`Round ${round} of ${ROUNDS}: now…`);
    now.push(await measure('.'));
  }
  return { before, now };
}

async function measure(checkout: string): Promise<Round> {
  const seeded = await startBenchCloud(checkout);
  await seeded.stop();
  const cloud = await startBenchCloud(checkout, ['--no-seed']);
  const shop = new Shop(cloud.outputs);
  try {
    const atStart = await cloud.memoryMb();
    const products = await shop.stockUp(PRODUCTS);
    const cpuBefore = await cloud.cpuSeconds();
    const many = await load(MANY, buyer(shop, products));
    const one = await load(ONE, buyer(shop, products));
    const cpuAfter = await cloud.cpuSeconds();
    const complaint = many.complaint ?? one.complaint;
    if (complaint !== undefined) throw new Error(complaint);
    const afterLoad = await cloud.memoryMb();
    const startedAt = performance.now();
    await shop.importProducts(IMPORTED_ROWS);
    const cpu = cpuBefore === undefined || cpuAfter === undefined ? undefined : cpuAfter - cpuBefore;
    return {
      ...{ emptyStart: cloud.startUpSeconds, seededStart: seeded.startUpSeconds },
      memoryMb: { atStart, afterLoad },
      ...{ perSecond: many.perSecond, p50: one.p50 },
      cpuMsPerOrder: cpu && (cpu / (many.done + one.done)) * 1000,
      importSeconds: (performance.now() - startedAt) / 1000,
    };
  } finally {
    shop.close();
    await cloud.stop();
  }
}

function buyer(shop: Shop, products: readonly BenchProduct[]): () => Promise<void> {
  let turn = 0;
  return async () => {
    const customer = await shop.arrive();
    turn += 1;
    await shop.addToCart(customer, products[turn % products.length] as BenchProduct);
    const status = await shop.endOf(await shop.checkOut(customer, true));
    if (status !== 'confirmed') throw new Error(`The order is ${status}.`);
  };
}

interface Row {
  readonly name: string;
  readonly of: (round: Round) => number | undefined;
  /** The limit of this checkout's figure, or of its ratio to the other one's. */
  readonly budget: { readonly atMost: number } | { readonly timesBefore: number };
}

const ROWS: readonly Row[] = [
  {
    name: `whole checkouts a second, ${MANY.clients} clients`,
    of: ({ perSecond }) => perSecond,
    budget: { timesBefore: 5 },
  },
  { name: 'whole checkout, 1 client, p50, ms', of: ({ p50 }) => p50, budget: { atMost: 60 } },
  { name: 'CPU of an order, all processes, ms', of: ({ cpuMsPerOrder }) => cpuMsPerOrder, budget: { atMost: 45 } },
  { name: 'resident after the start, MB', of: ({ memoryMb }) => memoryMb.atStart, budget: { atMost: 450 } },
  { name: 'resident after the load, MB', of: ({ memoryMb }) => memoryMb.afterLoad, budget: { atMost: 1_200 } },
  { name: 'to the first 200, no products, s', of: ({ emptyStart }) => emptyStart, budget: { atMost: 10 } },
  { name: 'to the first 200, with products, s', of: ({ seededStart }) => seededStart, budget: { atMost: 3 } },
  { name: `import of ${IMPORTED_ROWS} rows, s`, of: ({ importSeconds }) => importSeconds, budget: { atMost: 8 } },
];

/** A table with the medians of both sides, their ratio, and the budget of each figure. */
export function comparison({ before, now }: Comparison): string {
  const rows = ROWS.map(({ name, of, budget }) => {
    const [then, today] = [median(before.map(of)), median(now.map(of))];
    const ratio = then === undefined || today === undefined ? undefined : today / then;
    const isMissed =
      'atMost' in budget ? (today ?? 0) > budget.atMost : ratio !== undefined && ratio < budget.timesBefore;
    const limit = 'atMost' in budget ? `at most ${budget.atMost}` : `at least ${budget.timesBefore} × before`;
    return [name, shown(then), shown(today), ratio?.toFixed(2) ?? '', `${limit}${isMissed ? ' ✗' : ''}`];
  });
  const all = [[`medians of ${before.length} rounds`, 'before', 'now', 'now / before', 'budget'], ...rows];
  const widths = all[0]?.map((_, column) => Math.max(...all.map((row) => (row[column] ?? '').length))) ?? [];
  return all.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')).join('\n');
}

const shown = (figure: number | undefined): string => (figure === undefined ? 'unknown' : figure.toFixed(1));

function median(figures: readonly (number | undefined)[]): number | undefined {
  const sorted = figures.filter((figure) => figure !== undefined).sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)];
}
