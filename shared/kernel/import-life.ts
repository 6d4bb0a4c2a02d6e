import type { Clock } from './clock.ts';
import { createId } from './id.ts';
import { type CreationRecords, findCreated, type Idempotency, type KeyReused, type Repeatable } from './idempotency.ts';
import { type FileContents, type FileImport, hasEnded, type ImportProgress, type RowError } from './import.ts';
import type { Page } from './page.ts';
import { type NotFound, noSuch } from './refusals.ts';
import { ok, type Refusal, type Result, refuse } from './result.ts';

interface PageRequest {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** Where a domain keeps its imports, their files and the errors of their rows. */
export interface ImportStore<Import extends FileImport, Requested, Code extends string = string>
  extends CreationRecords {
  get(importId: string): Promise<Import | undefined>;
  /** In the order of the lines. */
  listErrors(importId: string, page: PageRequest): Promise<Page<RowError<Code>>>;
  /** Stores a file in pieces; 2 write units per KB. */
  putFile(requested: Import, file: Uint8Array): Promise<void>;
  /** 1 read unit per 4 KB. @throws MalformedData when the file does not exist. */
  getFile(importId: string): Promise<Uint8Array>;
  /** @returns false when the request was carried out before. */
  insert(requested: Import, event: Requested, request?: Idempotency): Promise<boolean>;
  /**
   * @param event requests another run. @returns false when the import has changed since it was
   * read.
   */
  save(progress: ImportProgress<Import, Code>, event?: Requested): Promise<boolean>;
}

const UTF_16 = 'The file is UTF-16, which spreadsheets call Unicode text. Save it as CSV UTF-8.';

/** Why a text cannot be a file of any import; undefined for one that may be. */
function refuseText(text: string): { readonly ok: false; readonly refusal: Refusal<'request.invalid'> } | undefined {
  const invalid = (code: 'required' | 'bad_format', detail: string) =>
    refuse('request.invalid', detail, { errors: [{ pointer: '#', code, detail }] });
  if (text.trim() === '') return invalid('required', 'The file is empty.');
  return text.includes('\0') ? invalid('bad_format', UTF_16) : undefined;
}

/** An upload: its text and its import, still without an id and times. */
export interface Upload<Import extends FileImport> {
  readonly text: string;
  readonly start: Omit<Import, 'id' | 'status' | 'createdAt' | 'updatedAt'>;
  readonly request?: Idempotency | undefined;
}

interface UploadPorts<Import extends FileImport, Requested> {
  readonly imports: Pick<ImportStore<Import, Requested>, 'get' | 'getCreated' | 'putFile' | 'insert'>;
  compress(text: string): Promise<Uint8Array>;
}

/**
 * Stores a file to import, unless it is empty, once per request. Its event starts the import. The
 * key of a request costs 1 read and 2 write units.
 *
 * @param eventOf the event of an import.
 */
export async function uploadFile<Import extends FileImport, Requested>(
  { imports, compress }: UploadPorts<Import, Requested>,
  clock: Clock,
  { text, start, request }: Upload<Import>,
  eventOf: (importId: string, now: Date) => Requested,
): Promise<Result<Repeatable<Import>, Refusal<'request.invalid'> | KeyReused | NotFound>> {
  const refused = refuseText(text);
  if (refused) return refused;
  const earlier = await findCreated(imports, request, 'import', imports.get);
  if (earlier) return earlier;
  const id = createId('imp');
  const now = clock.now();
  const times = { createdAt: now.toISOString(), updatedAt: now.toISOString() };
  const requested = { id, status: 'queued', ...start, ...times } as unknown as Import;
  // The file is stored first, so that no import lacks its file.
  await imports.putFile(requested, await compress(text));
  if (await imports.insert(requested, eventOf(id, now), request)) return ok(requested);
  const twin = await findCreated(imports, request, 'import', imports.get);
  if (twin) return twin;
  throw new Error(`${id} exists already.`);
}

/** Makes the progress of an import that ends for a reason other than an error of a row. */
export type GiveUp<Import extends FileImport> = (read: Import, why: string, now: Date) => ImportProgress<Import, never>;

interface EndPorts<Import extends FileImport> {
  get(importId: string): Promise<Import | undefined>;
  save(progress: ImportProgress<Import, never>): Promise<boolean>;
}

/**
 * Ends an import whose run failed at its last attempt. Everything that it has written stays. An
 * import that has ended, or that another run continues meanwhile, stays as it is.
 */
export async function endFailedImport<Import extends FileImport>(
  imports: EndPorts<Import>,
  giveUp: GiveUp<Import>,
  clock: Clock,
  importId: string,
): Promise<void> {
  const found = await imports.get(importId);
  if (!found || hasEnded(found)) return;
  await imports.save(giveUp(found, 'An error of the shop stopped the import at every attempt.', clock.now()));
}

/**
 * The longest time between two steps of an import that is alive. All attempts of a run take half an
 * hour: `MAX_RECEIVES` times the visibility timeout of the queue.
 */
export const ABANDONED_AFTER_SECONDS = 60 * 60;

/**
 * Ends an import that nobody works on any more: its message was lost, or every attempt was killed.
 * Who reads the import ends it, since nobody else asks.
 *
 * @returns the import as it is after that.
 */
async function endIfAbandoned<Import extends FileImport>(
  imports: EndPorts<Import>,
  giveUp: GiveUp<Import>,
  clock: Clock,
  found: Import,
): Promise<Import> {
  const idleMs = clock.now().getTime() - Date.parse(found.updatedAt);
  if (hasEnded(found) || idleMs < 1000 * ABANDONED_AFTER_SECONDS) return found;
  const ended = giveUp(found, 'The import made no progress for an hour, so it was ended.', clock.now());
  return (await imports.save(ended)) ? ended.next : ((await imports.get(found.id)) ?? found);
}

/** The progress of an import, and a page of its errors. */
export interface ImportReport<Import extends FileImport, Code extends string> {
  readonly found: Import;
  readonly errors: Page<RowError<Code>>;
}

/** Reads an import. One that nobody works on any more is ended before. */
export async function readImport<Import extends FileImport, Code extends string>(
  imports: EndPorts<Import> & Pick<ImportStore<Import, unknown, Code>, 'listErrors'>,
  giveUp: GiveUp<Import>,
  clock: Clock,
  importId: string,
  page: PageRequest,
): Promise<Result<ImportReport<Import, Code>, NotFound>> {
  const found = await imports.get(importId);
  if (!found) return noSuch('import');
  return ok({
    found: await endIfAbandoned(imports, giveUp, clock, found),
    errors: await imports.listErrors(found.id, page),
  });
}

/** Of the 60 seconds that a function has; the last step must end before the timeout. */
const RUN_MS = 40_000;

/** Tells whether another step fits into a run that begins now. If not, a later run continues. */
export function runTime(clock: Clock): () => boolean {
  const end = clock.now().getTime() + RUN_MS;
  return () => clock.now().getTime() < end;
}

/** One run of an import. */
export interface ImportRun {
  readonly importId: string;
  readonly requestId: string;
  /** Whether another step fits into this run. If not, a later run continues. */
  hasTime(): boolean;
}

/** How the steps of an import are taken. Each step may find that another run works on it. */
export interface Steps<Import extends FileImport> {
  /** Takes up an import that waits. @returns undefined when another run has. */
  begin(queued: Import): Promise<Import | undefined>;
  step(current: Import): Promise<Import | undefined>;
  /** Requests another run. */
  goOn(current: Import): Promise<unknown>;
}

/**
 * Takes steps until the import ends, another run works on it, or the time is over. Each run takes a
 * step, however long it has read the file, or a slow file would never end.
 */
export async function takeSteps<Import extends FileImport>(
  found: Import,
  { begin, step, goOn }: Steps<Import>,
  hasTime: () => boolean,
): Promise<void> {
  let current = found.status === 'queued' ? await begin(found) : found;
  while (current && !hasEnded(current)) {
    current = await step(current);
    if (!current || hasEnded(current) || hasTime()) continue;
    await goOn(current);
    return;
  }
}

interface FilePorts<Entry, Code extends string> {
  readonly imports: Pick<ImportStore<FileImport, unknown>, 'getFile'>;
  decompress(file: Uint8Array): Promise<string>;
  readFile(format: FileImport['format'], text: string): FileContents<Entry, Code>;
}

/** Reads the file of an import. */
export const readStoredFile = async <Entry, Code extends string>(
  { imports, decompress, readFile }: FilePorts<Entry, Code>,
  { id, format }: FileImport,
): Promise<FileContents<Entry, Code>> => readFile(format, await decompress(await imports.getFile(id)));
