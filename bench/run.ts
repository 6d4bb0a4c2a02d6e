import { cpus, loadavg, totalmem } from 'node:os';
import { audit } from './audit.ts';
import { measureBundles } from './bundles.ts';
import { type BenchCloud, startBenchCloud } from './cloud.ts';
import { cheapestOf } from './cost.ts';
import { type Figures, WHOLE_ORDER } from './figures.ts';
import { type LoadFigures, load } from './load.ts';
import { type BenchProduct, type Buyer, type Order, Shop } from './shop.ts';
import { type Amounts, usedBetween } from './usage.ts';

/** The extent of a run. */
export interface Scale {
  readonly products: number;
  /** The number of whole orders; the cheapest gives the usage of an order. */
  readonly orders: number;
  /** Seconds of each load. */
  readonly seconds: number;
  /** Loads of each bundle. */
  readonly rounds: number;
}

export const WHOLE: Scale = { products: 1000, orders: 7, seconds: 6, rounds: 15 };
export const QUICK: Scale = { products: 30, orders: 3, seconds: 0.5, rounds: 1 };

const CLIENTS = [1, 10, 50];
/**
 * Before it is measured, an operation runs for a while, so that functions have started and their
 * code is compiled.
 */
const WARM_UP_CLIENTS = 10;

export interface Run {
  readonly figures: Figures;
  /** Wrong answers, and mismatches in the ledger. */
  readonly wrong: readonly string[];
}

/** Measures everything, one after the other, on a cloud of its own. */
export async function run(scale: Scale, say: (line: string) => void): Promise<Run> {
  const [loadAverage = 0] = loadavg();
  say('Loading bundles…');
  const bundles = await measureBundles(scale.rounds);
  say('Starting the shop…');
  const cloud = await startBenchCloud();
  const shop = new Shop(cloud.outputs);
  try {
    const { memoryMb, ...measured } = await measureShop(cloud, shop, scale, say);
    const { startUpSeconds } = cloud;
    const [cpu] = cpus();
    return {
      figures: {
        takenOn: new Date().toISOString().slice(0, 10),
        machine: {
          processor: cpu?.model.trim() ?? 'unknown',
          cores: cpus().length,
          gigabytes: Math.round(totalmem() / 2 ** 30),
          node: process.versions.node,
        },
        loadAverage: Math.round(loadAverage * 10) / 10,
        startUpSeconds,
        ...(memoryMb === undefined ? {} : { memoryMb }),
        load: measured.load,
        usage: measured.usage,
        bundles,
      },
      wrong: measured.wrong,
    };
  } finally {
    shop.close();
    await cloud.stop();
  }
}

async function measureShop(cloud: BenchCloud, shop: Shop, scale: Scale, say: (line: string) => void) {
  const atStart = await cloud.memoryMb();
  say(`Creating ${scale.products} products…`);
  const products = await shop.stockUp(scale.products);
  say('Counting what each operation uses…');
  const usage = await measureUsage(shop, products.slice(0, 2), scale.orders);
  const forLoad = products.slice(2);
  const orders: Order[] = [];
  const wrong: string[] = [];
  const figures: Record<string, readonly LoadFigures[]> = {};
  for (const [operation, act] of Object.entries(operationsOf(shop, forLoad, orders))) {
    say(`Load: ${operation}…`);
    const lines: LoadFigures[] = [];
    await load({ clients: WARM_UP_CLIENTS, seconds: scale.seconds }, act);
    for (const clients of CLIENTS) {
      const { complaint, ...line } = await load({ clients, seconds: scale.seconds }, act);
      lines.push(line);
      if (complaint !== undefined) wrong.push(`${operation}, ${clients} clients: ${line.failed} failed: ${complaint}`);
    }
    figures[operation] = lines;
  }
  const afterLoad = await cloud.memoryMb();
  say(`Checking the ledger of ${orders.length} orders…`);
  wrong.push(...(await audit(shop, orders, forLoad)));
  const memoryMb = atStart === undefined || afterLoad === undefined ? undefined : { atStart, afterLoad };
  return { usage, load: figures, memoryMb, wrong };
}

const CART_LINES = 5;

/** The operations of the clients, by name. Orders that they place are added to `orders`. */
function operationsOf(shop: Shop, products: readonly BenchProduct[], orders: Order[]) {
  let turn = 0;
  const any = (): BenchProduct => {
    turn += 1;
    return products[turn % products.length] as BenchProduct;
  };
  const carts = new Map<number, Buyer>();
  const cartOf = async (client: number): Promise<Buyer> => {
    const cart = carts.get(client) ?? (await shop.arrive());
    carts.set(client, cart);
    return cart;
  };
  return {
    'read a product': () => shop.readProduct(any()),
    'list 20 products': () => shop.listProducts(),
    // Always the same few products, so that carts stay small and no line reaches its 999 pieces.
    'add to a cart': async (client) => {
      turn += 1;
      return shop.addToCart(await cartOf(client), products[turn % CART_LINES] as BenchProduct);
    },
    'whole checkout': async () => {
      const buyer = await shop.arrive();
      await shop.addToCart(buyer, any());
      const order = await shop.checkOut(buyer, true);
      orders.push(order);
      const status = await shop.endOf(order);
      if (status !== 'confirmed') throw new Error(`the order is ${status}`);
    },
  } satisfies Readonly<Record<string, (client: number) => Promise<unknown>>>;
}

/** Measures the usage of one of each operation, while the shop does no other work. */
async function measureUsage(
  shop: Shop,
  lines: readonly BenchProduct[],
  times: number,
): Promise<Readonly<Record<string, Amounts>>> {
  const [product] = lines;
  if (product === undefined) throw new Error('There is no product to buy.');
  const buyer = await shop.arrive();
  const wholeOrder = async (): Promise<void> => {
    const customer = await shop.arrive();
    for (const line of lines) await shop.addToCart(customer, line);
    const order = await shop.checkOut(customer, false);
    await shop.usageAtRest();
    const { status } = await shop.readOrder(order);
    if (status !== 'confirmed') throw new Error(`An order that should have been confirmed is ${status}.`);
  };
  const operations: Readonly<Record<string, () => Promise<unknown>>> = {
    'read a product': () => shop.readProduct(product),
    'list 20 products': () => shop.listProducts(),
    'make a cart': () => shop.arrive(),
    'add to a cart': () => shop.addToCart(buyer, product),
    'view a cart': () => shop.viewCart(buyer),
    [WHOLE_ORDER]: wholeOrder,
  };
  // The first of each starts functions, which may read more.
  for (const operation of Object.values(operations)) await operation();
  const usage: Record<string, Amounts> = {};
  let before = await shop.usageAtRest();
  for (const [name, operation] of Object.entries(operations)) {
    const runs: Amounts[] = [];
    for (let time = 0; time < (name === WHOLE_ORDER ? times : 1); time++) {
      await operation();
      const after = await shop.usageAtRest();
      runs.push(usedBetween(before, after));
      before = after;
    }
    usage[name] = cheapestOf(runs);
  }
  return usage;
}
