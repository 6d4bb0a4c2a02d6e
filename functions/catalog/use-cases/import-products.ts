import type { Clock, Timer } from '../../../shared/kernel/clock.ts';
import { hasEnded, refuseFile } from '../../../shared/kernel/import.ts';
import { type ImportRun, readStoredFile, takeSteps } from '../../../shared/kernel/import-life.ts';
import { untilSaved } from '../../../shared/kernel/until-saved.ts';
import { checkEntries } from '../domain/check-entries.ts';
import { advance, type ImportCounts, type ProductImport } from '../domain/import.ts';
import type { FileEntry, FileProduct, ProductFile, ProductRowError } from '../domain/product-file.ts';
import { type PlanImportPorts, type Planned, planImport } from './plan-import.ts';
import type { BulkProductStore, CategoryStore, ProductImports, ProductSave, RuleObstacle } from './ports.ts';
import { importRequest } from './request-import.ts';
import { refusalOf } from './save-product.ts';

export interface ImportPorts extends PlanImportPorts {
  readonly imports: ProductImports;
  readonly products: BulkProductStore;
  readonly categories: CategoryStore;
  decompress(file: Uint8Array): Promise<string>;
  readFile(format: ProductImport['format'], text: string): ProductFile;
}

export interface ProductImportRun extends ImportRun {
  /** The shop's. */
  readonly currency: string;
}

/**
 * The number of products that are looked up at once. As many of them as fit are written at once.
 */
const WINDOW = 25;
/** The other action of the transaction that writes products. */
const IMPORT_ITSELF = 1;

/**
 * Continues an import after its last step. Each step writes some products and the progress in one
 * transaction, so it takes effect once. Runs may therefore be killed, retried or concurrent.
 */
export async function importProducts(ports: ImportPorts, clock: Timer, run: ProductImportRun): Promise<void> {
  const found = await ports.imports.get(run.importId);
  if (!found || hasEnded(found)) return;
  const file = await readStoredFile(ports, found);
  const entries = checkEntries(file.entries, await ports.categories.getTree(), run.currency);
  const steps = {
    begin: (queued: ProductImport) => begin(ports.imports, clock, queued, { ...file, entries }),
    step: (current: ProductImport) =>
      step(ports, clock, run, current, entries.slice(current.processed, current.processed + WINDOW)),
    goOn: (current: ProductImport) =>
      ports.imports.save(
        advance(current, NONE, [], clock.now()),
        importRequest(current.id, clock.now(), run.requestId),
      ),
  };
  await takeSteps(found, steps, run.hasTime);
}

const NONE: ImportCounts = { created: 0, updated: 0, unchanged: 0, failed: 0 };

/** @returns undefined when another run has begun. */
async function begin(
  imports: ProductImports,
  clock: Clock,
  read: ProductImport,
  file: ProductFile,
): Promise<ProductImport | undefined> {
  const { rows, entries } = file;
  const errors = read.onError === 'stop' ? entries.flatMap((entry) => ('errors' in entry ? entry.errors : [])) : [];
  const progress = file.errors
    ? refuseFile(read, file, clock.now())
    : advance({ ...read, rows, products: entries.length }, NONE, errors, clock.now());
  return (await imports.save({ ...progress, read })) ? progress.next : undefined;
}

/** @returns the import after the step; undefined when another run works on it. */
async function step(
  ports: ImportPorts,
  clock: Timer,
  run: ProductImportRun,
  current: ProductImport,
  window: readonly FileEntry[],
): Promise<ProductImport | undefined> {
  const batch = nextBatch(ports.products, await planImport(ports, clock, run.requestId, window));
  const saved = await saveBatch(ports, clock, current, batch);
  if (saved !== 'first_obstructed') return saved;
  return saveSingly(ports, clock, run, current, window[0]);
}

/**
 * The first of a plan, as many as one transaction holds: products, or rows with errors. They are
 * not mixed, because a row can have more errors than a transaction holds beside products.
 */
function nextBatch(products: BulkProductStore, planned: readonly Planned[]): readonly Planned[] {
  const [first] = planned;
  const other = planned.findIndex(({ errors }) => errors.length > 0 !== (first && first.errors.length > 0));
  const alike = other === -1 ? planned : planned.slice(0, other);
  const saves = alike.flatMap(({ save }) => (save ? [save] : []));
  const fitting = products.fitting(saves, IMPORT_ITSELF);
  return fitting < saves.length
    ? alike.slice(
        0,
        alike.findIndex(({ save }) => save === saves[fitting]),
      )
    : alike;
}

/**
 * Saves the products before the first one with an obstacle. @returns `first_obstructed` if the
 * first of all has one.
 */
async function saveBatch(
  ports: ImportPorts,
  clock: Clock,
  current: ProductImport,
  batch: readonly Planned[],
): Promise<ProductImport | undefined | 'first_obstructed'> {
  const saves = batch.flatMap(({ save }) => (save ? [save] : []));
  const counts = { ...NONE };
  for (const { kind } of batch) counts[kind] += 1;
  const errors = batch.flatMap((planned) => planned.errors);
  const progress = advance(current, counts, errors, clock.now());
  if (saves.length === 0) return (await ports.imports.save(progress)) ? progress.next : undefined;
  const outcome = await ports.products.saveAll(saves, progress);
  if (outcome === 'saved') return progress.next;
  if (outcome === 'not_current') return undefined;
  if (outcome === 'refused') {
    // The store does not tell which product it refuses: halves of the batch find it.
    const half = batch.slice(0, Math.floor(batch.length / 2));
    return half.length > 0 ? saveBatch(ports, clock, current, half) : 'first_obstructed';
  }
  const obstructed = saves[Math.min(...outcome.keys())];
  const free = batch.findIndex(({ save }) => save !== undefined && save === obstructed);
  return free > 0 ? saveBatch(ports, clock, current, batch.slice(0, free)) : 'first_obstructed';
}

/**
 * Saves one product by itself. It decides again after a concurrent update, and reports an error if
 * the product breaks a rule.
 */
async function saveSingly(
  ports: ImportPorts,
  clock: Timer,
  run: ProductImportRun,
  current: ProductImport,
  entry: FileEntry | undefined,
): Promise<ProductImport | undefined> {
  if (!entry || 'errors' in entry) throw new Error('An entry with errors has no product to save.');
  const what = `the product in line ${entry.line} of ${current.id}`;
  return untilSaved(clock, { what }, async () => {
    const [planned] = await planImport(ports, clock, run.requestId, [entry]);
    if (!planned) throw new Error(`Nothing is planned for ${what}.`);
    const progress = advance(current, { ...NONE, [planned.kind]: 1 }, planned.errors, clock.now());
    const outcome = await ports.products.saveAll(planned.save ? [planned.save] : [], progress);
    if (outcome === 'saved') return progress.next;
    if (outcome === 'not_current') return undefined;
    const obstacle = outcome === 'refused' ? outcome : outcome.get(0);
    if (!planned.save || !obstacle || (obstacle !== 'refused' && obstacle.kind === 'stale')) return 'stale';
    const failed = advance(current, { ...NONE, failed: 1 }, [errorOf(entry, planned.save, obstacle)], clock.now());
    return (await ports.imports.save(failed)) ? failed.next : undefined;
  });
}

function errorOf({ line }: FileProduct, { after }: ProductSave, obstacle: RuleObstacle | 'refused'): ProductRowError {
  if (obstacle === 'refused') {
    return {
      line,
      code: 'invalid',
      detail: 'The database does not take this product: its texts are not storable or too large.',
    };
  }
  const { code, detail } = refusalOf(obstacle, after).refusal;
  return { line, code, detail };
}
