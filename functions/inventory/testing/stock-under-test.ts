import { afterAll, beforeAll } from 'vitest';
import { systemClock, type Timer } from '../../../shared/kernel/clock.ts';
import { TransientFault } from '../../../shared/kernel/faults.ts';
import { createId } from '../../../shared/kernel/id.ts';
import { startTestTable, type TestTable } from '../../../shared/testing/dynamodb.ts';
import type { HoldLine } from '../domain/hold.ts';
import { type StockStore, stockStore } from '../store/stock-store.ts';
import { type ChangeStockInput, changeStock } from '../use-cases/change-stock.ts';
import { commitStock } from '../use-cases/commit-stock.ts';
import { releaseStock, reserveStock } from '../use-cases/reserve-stock.ts';

/**
 * The use cases on an engine of their own for one test file, with a clock that stands still. Every
 * SKU is sold except `UNKNOWN…`.
 */
export function stockUnderTest() {
  let engine: TestTable;
  let store: StockStore & { isSold(sku: string): Promise<boolean> };
  let time = Date.parse('2026-11-20T12:00:00.000Z');
  const clock: Timer = { ...systemClock, now: () => new Date(time) };

  beforeAll(async () => {
    engine = await startTestTable();
    store = { ...stockStore(engine.table), isSold: async (sku) => !sku.startsWith('UNKNOWN') };
  });

  afterAll(() => engine.stop());

  const freshSku = () => createId('SKU');
  const orderId = () => createId('ord');

  const change = (sku: string, what: ChangeStockInput['change'], more: Partial<ChangeStockInput> = {}) =>
    changeStock(store, clock, {
      sku,
      change: what,
      reason: 'count',
      changedBy: 'usr_admin',
      requestId: 'req_1',
      checkVersion: () => undefined,
      ...more,
    });

  const set = (sku: string, onHand: number, more?: Partial<ChangeStockInput>) =>
    change(sku, { kind: 'set', onHand }, more);

  const adjust = (sku: string, by: number, key: string = orderId(), bodyHash = 'body') =>
    change(sku, { kind: 'adjusted', by, idempotency: { caller: 'usr_admin', key, bodyHash } });

  const reserve = (id: string, lines: HoldLine[]) => reserveStock(store, clock, { orderId: id, lines });
  const commit = (id: string) => commitStock(store, clock, { orderId: id });
  const release = (id: string, orderStatus = 'pending') => releaseStock(store, clock, { orderId: id, orderStatus });

  async function stocked(quantity: number, shards?: number): Promise<string> {
    const sku = freshSku();
    await change(sku, { kind: 'set', onHand: quantity, shards });
    return sku;
  }

  const levels = async (sku: string) => {
    const stock = await store.getStock(sku);
    return stock && [stock.available, stock.held, stock.allocated];
  };

  async function sumOfMovements(sku: string): Promise<number[]> {
    const sum = [0, 0, 0];
    let cursor: string | undefined;
    const shards = (await store.getStock(sku))?.spread.length;
    do {
      const page = await store.listMovements(sku, 100, cursor, shards);
      for (const { event } of page.items) {
        for (const [index, level] of (['available', 'held', 'allocated'] as const).entries()) {
          sum[index] = (sum[index] ?? 0) + event.data[level];
        }
      }
      cursor = page.nextCursor;
    } while (cursor);
    return sum;
  }

  /** Repeats a step after conflicts that outlive its own retries, as the order saga does. */
  const persistently = async <T>(step: () => Promise<T>): Promise<T> => {
    for (;;) {
      try {
        return await step();
      } catch (error) {
        if (!(error instanceof TransientFault)) throw error;
      }
    }
  };

  return {
    engine: () => engine,
    store: () => store,
    clock,
    passMinutes: (minutes: number) => {
      time += minutes * 60_000;
    },
    freshSku,
    orderId,
    set,
    adjust,
    reserve,
    commit,
    release,
    stocked,
    levels,
    sumOfMovements,
    persistently,
  };
}
