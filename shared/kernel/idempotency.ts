import { type NotFound, noSuch } from './refusals.ts';
import { ok, type Refusal, type Result, refuse } from './result.ts';

/** The identity of a request that its client may repeat, because an answer can be lost. */
export interface Idempotency {
  /** The user or cart, so that the keys of different callers never collide. */
  readonly caller: string;
  /** The client's Idempotency-Key. */
  readonly key: string;
  /** The hash of what was asked for. */
  readonly bodyHash: string;
}

/** `replayed`: an earlier request did the work, and the value is as it is now. */
export type Repeatable<Value> = Value & { readonly replayed?: true };

export type KeyReused = Refusal<'request.idempotency_key_reused'>;

export const keyReused = (): { readonly ok: false; readonly refusal: KeyReused } =>
  refuse('request.idempotency_key_reused', 'This Idempotency-Key was already used for a different request.');

/** The requests that created something. */
export interface CreationRecords {
  /** Without an id: the key was used for a request that created nothing. */
  getCreated(
    request: Idempotency,
  ): Promise<{ readonly bodyHash: string; readonly id?: string | undefined } | undefined>;
}

/**
 * The thing that an earlier request with this key created. Undefined when there was none. 1 read
 * unit, and the read of the thing.
 */
export async function findCreated<Value extends object>(
  { getCreated }: CreationRecords,
  request: Idempotency | undefined,
  what: string,
  read: (id: string) => Promise<Value | undefined>,
): Promise<Result<Repeatable<Value>, KeyReused | NotFound> | undefined> {
  const created = request && (await getCreated(request));
  if (!created) return undefined;
  if (created.bodyHash !== request.bodyHash || created.id === undefined) return keyReused();
  const value = await read(created.id);
  return value ? ok({ ...value, replayed: true }) : noSuch(what);
}
