import type { Clock, Timer } from '../../../shared/kernel/clock.ts';
import { TransientFault } from '../../../shared/kernel/faults.ts';
import { hasEnded, refuseFile } from '../../../shared/kernel/import.ts';
import { type ImportRun, readStoredFile, takeSteps } from '../../../shared/kernel/import-life.ts';
import { untilSaved } from '../../../shared/kernel/until-saved.ts';
import type { StockEntry, StockFile } from '../domain/stock-file.ts';
import { advance, check, isChecking, type StockCounts, type StockImport } from '../domain/stock-import.ts';
import { type PlannedRow, type PlanStockPorts, planStockImport } from './plan-stock-import.ts';
import type { BulkStock, StockImports } from './ports.ts';
import { stockImportRequest } from './request-stock-import.ts';

export interface ImportStockPorts extends PlanStockPorts {
  readonly imports: StockImports;
  readonly stock: BulkStock;
  decompress(file: Uint8Array): Promise<string>;
  readFile(format: StockImport['format'], text: string): StockFile;
}

/** The most rows that are planned at once, where nothing is written. */
const PLANNED = 90;
/**
 * The most rows that are written at once. More would often meet an order that changes one of their
 * stocks.
 */
const WRITTEN = 25;

const NONE: StockCounts = { set: 0, adjusted: 0, unchanged: 0, failed: 0 };

/**
 * Continues an import after its last step. Each step changes the stock of some rows and the
 * progress in one transaction, so it takes effect once. Runs may therefore be killed, retried or
 * concurrent.
 *
 * Where errors stop the import, all rows are planned before the first is written. A dry run plans
 * them in the same way, and stores the changes that it finds.
 */
export async function importStock(ports: ImportStockPorts, clock: Timer, run: ImportRun): Promise<void> {
  const found = await ports.imports.get(run.importId);
  if (!found || hasEnded(found)) return;
  const file = await readStoredFile(ports, found);
  const steps = {
    begin: (queued: StockImport) => begin(ports.imports, clock, queued, file),
    step: (current: StockImport) => step(ports, clock, run, current, file.entries),
    goOn: (current: StockImport) => ports.imports.save(pause(current, clock), requestOf(run, clock)),
  };
  await takeSteps(found, steps, run.hasTime);
}

/** The import as it is: another run takes the next step. */
const pause = (current: StockImport, clock: Clock) =>
  isChecking(current) ? check(current, 0, [], clock.now()) : advance(current, NONE, [], clock.now());

const requestOf = ({ importId, requestId }: ImportRun, clock: Clock) =>
  stockImportRequest(importId, clock.now(), requestId);

/** @returns undefined when another run has begun. */
async function begin(
  imports: StockImports,
  clock: Clock,
  read: StockImport,
  file: StockFile,
): Promise<StockImport | undefined> {
  const progress = file.errors
    ? refuseFile(read, file, clock.now())
    : advance({ ...read, rows: file.rows }, NONE, [], clock.now());
  return (await imports.save({ ...progress, read })) ? progress.next : undefined;
}

/** @returns the import after the step; undefined when another run works on it. */
async function step(
  ports: ImportStockPorts,
  clock: Timer,
  run: ImportRun,
  current: StockImport,
  entries: StockFile['entries'],
): Promise<StockImport | undefined> {
  const next = (from: number, size: number) => entries.slice(from, from + size);
  if (isChecking(current)) return checkSome(ports, clock, run, current, next(current.checked, PLANNED));
  const window = next(current.processed, current.dryRun ? PLANNED : WRITTEN);
  const planned = await planStockImport(ports, clock, current, run.requestId, window);
  const alike = startAlike(planned);
  if (current.dryRun) return savePlan(ports.imports, clock, current, alike);
  const changes = alike.flatMap(({ change }) => (change ? [change] : []));
  const fitting = ports.stock.fitting(changes);
  const batch = fitting < changes.length ? alike.slice(0, positionOf(alike, fitting)) : alike;
  const saved = await saveBatch(ports, clock, current, batch);
  return saved === 'first_stale' ? saveSingly(ports, clock, run, current, window[0]) : saved;
}

async function checkSome(
  ports: ImportStockPorts,
  clock: Timer,
  run: ImportRun,
  current: StockImport,
  window: readonly StockEntry[],
): Promise<StockImport | undefined> {
  const planned = await planStockImport(ports, clock, current, run.requestId, window);
  const errors = planned.flatMap((row) => row.errors);
  const progress = check(current, window.length, errors, clock.now());
  return (await ports.imports.save(progress)) ? progress.next : undefined;
}

/**
 * The first rows of a plan: those with errors, or those without. They are not mixed, because a row
 * can have more errors than a transaction holds beside changes.
 */
function startAlike(planned: readonly PlannedRow[]): readonly PlannedRow[] {
  const [first] = planned;
  const other = planned.findIndex(({ errors }) => errors.length > 0 !== (first && first.errors.length > 0));
  return other === -1 ? planned : planned.slice(0, other);
}

/** The position of the row that has this change, counted without rows that change nothing. */
const positionOf = (rows: readonly PlannedRow[], change: number): number => {
  const changing = rows.flatMap((row, position) => (row.change ? [position] : []));
  return changing[change] ?? rows.length;
};

const progressOf = (current: StockImport, rows: readonly PlannedRow[], clock: Clock) => {
  const counts = { ...NONE };
  for (const { kind } of rows) counts[kind] += 1;
  const errors = rows.flatMap((row) => row.errors);
  return advance(current, counts, errors, clock.now());
};

async function savePlan(
  imports: StockImports,
  clock: Clock,
  current: StockImport,
  rows: readonly PlannedRow[],
): Promise<StockImport | undefined> {
  const progress = progressOf(current, rows, clock);
  const shown = rows.flatMap((row) => (row.shown ? [row.shown] : []));
  const isSaved = shown.length > 0 ? await imports.savePlan(progress, shown) : await imports.save(progress);
  return isSaved ? progress.next : undefined;
}

/**
 * Saves the rows before the first one whose stock has changed. @returns `first_stale` if that is
 * the first of all.
 */
async function saveBatch(
  ports: ImportStockPorts,
  clock: Clock,
  current: StockImport,
  batch: readonly PlannedRow[],
): Promise<StockImport | undefined | 'first_stale'> {
  const changes = batch.flatMap(({ change }) => (change ? [change] : []));
  const progress = progressOf(current, batch, clock);
  if (changes.length === 0) return (await ports.imports.save(progress)) ? progress.next : undefined;
  try {
    const outcome = await ports.stock.changeAll(changes, progress);
    if (outcome === 'saved') return progress.next;
    if (outcome === 'not_current') return undefined;
    const free = positionOf(batch, outcome.staleAt);
    return free > 0 ? saveBatch(ports, clock, current, batch.slice(0, free)) : 'first_stale';
  } catch (error) {
    // Orders change so many of these stocks at once that no attempt gets through: fewer rows may.
    if (!(error instanceof TransientFault) || batch.length === 1) throw error;
    return saveBatch(ports, clock, current, batch.slice(0, Math.floor(batch.length / 2)));
  }
}

/** Saves one row by itself. It decides again after a concurrent update of its stock. */
async function saveSingly(
  ports: ImportStockPorts,
  clock: Timer,
  run: ImportRun,
  current: StockImport,
  entry: StockEntry | undefined,
): Promise<StockImport | undefined> {
  if (!entry) throw new Error(`There is no row to save for ${current.id}.`);
  return untilSaved(clock, { what: `a row of ${current.id}` }, async () => {
    const planned = await planStockImport(ports, clock, current, run.requestId, [entry]);
    const saved = await saveBatch(ports, clock, current, planned);
    return saved === 'first_stale' ? 'stale' : saved;
  });
}
