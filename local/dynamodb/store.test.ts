import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { callerOfEngine, callsOf, type Program, program } from './conformance/program.ts';
import { createEngine } from './engine.ts';
import { type Entry, Store } from './store.ts';
import { Stream } from './streams.ts';
import { TableItems } from './table.ts';
import { engineWithTable, keyOf, TABLE } from './testing.ts';

const json = <Value>(value: Value): Value => JSON.parse(JSON.stringify(value)) as Value;
const stateOf = (store: Store): unknown => json([...store.entries()]);

test('A snapshot stays as it was while its store changes, and the store returns to it', () => {
  const { engine, call } = engineWithTable();
  call('PutItem', { Item: { ...keyOf('a'), n: { N: '1' } } });
  const before = stateOf(engine.store);
  const snapshot = engine.snapshot();

  call('PutItem', { Item: { ...keyOf('a'), n: { N: '2' } } });
  call('PutItem', { Item: { ...keyOf('b'), name: { S: 'x' } } });
  const after = stateOf(engine.store);
  const later = engine.snapshot();
  engine.return(snapshot);

  expect(stateOf(engine.store)).toEqual(before);
  call('DeleteItem', { Key: keyOf('a') });
  engine.return(snapshot);
  expect(stateOf(engine.store)).toEqual(before);
  engine.return(later);
  expect(stateOf(engine.store)).toEqual(after);
});

test('A snapshot and the return to it copy no item', () => {
  const { engine, call } = engineWithTable();
  for (let index = 0; index < 300; index++) call('PutItem', { Item: keyOf(String(index)) });
  const table = engine.store.table(TABLE);
  const items = [...table.items];
  const spies = [
    vi.spyOn(TableItems.prototype, Symbol.iterator as never),
    vi.spyOn(TableItems.prototype, 'write'),
    vi.spyOn(TableItems.prototype, 'stored'),
    vi.spyOn(Stream.prototype, 'append'),
  ];

  const snapshot = engine.snapshot();
  engine.return(snapshot);

  for (const spy of spies) expect(spy).not.toHaveBeenCalled();
  vi.restoreAllMocks();
  const returned = [...engine.store.table(TABLE).items];
  expect(returned.every((item, index) => item === items[index])).toBe(true);
});

/** Runs a program on an engine that keeps its entries. */
async function recorded(made: Program) {
  const entries: Entry[] = [];
  let now = 1_000;
  const engine = createEngine({ now: () => now++, onEntry: (entry) => entries.push(json(entry)) });
  const caller = callerOfEngine(engine);
  for (const { operation, input } of callsOf(made, TABLE)) await caller(operation, input);
  return { engine, entries };
}

test('The entries of a journal make the same state again', async () => {
  await fc.assert(
    fc.asyncProperty(program, async (made) => {
      const { engine, entries } = await recorded(made);
      const replayed = createEngine();
      for (const entry of entries) replayed.store.restore(entry);
      expect(stateOf(replayed.store)).toEqual(stateOf(engine.store));
    }),
    { numRuns: 40, seed: 1 },
  );
});

test('The entries of a state make it again', async () => {
  await fc.assert(
    fc.asyncProperty(program, async (made) => {
      const { engine } = await recorded(made);
      const store = new Store({ now: Date.now, random: Math.random });
      for (const entry of json([...engine.store.entries()])) store.restore(entry);
      expect(stateOf(store)).toEqual(stateOf(engine.store));
    }),
    { numRuns: 40, seed: 2 },
  );
});
