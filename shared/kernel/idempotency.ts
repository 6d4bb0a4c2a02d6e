import { type Refusal, refuse } from './result.ts';

/** The identity of a request that its client may repeat, because an answer can be lost. */
export interface Idempotency {
  /** The user or cart, so that the keys of different callers never collide. */
  readonly caller: string;
  /** The client's Idempotency-Key. */
  readonly key: string;
  /** The hash of what was asked for. */
  readonly bodyHash: string;
}

export type KeyReused = Refusal<'request.idempotency_key_reused'>;

export const keyReused = (): { readonly ok: false; readonly refusal: KeyReused } =>
  refuse('request.idempotency_key_reused', 'This Idempotency-Key was already used for a different request.');
