import type { Idempotency } from '../../../shared/kernel/idempotency.ts';
import { ok, type Refusal, type Result, refuse } from '../../../shared/kernel/result.ts';
import type { ChangeStockInput } from './change-stock.ts';

/** An admin's request: to set the pieces on hand, or to add some (negative: take away). */
export type WantedStock =
  | { readonly onHand: number; readonly shards?: number | undefined }
  | { readonly adjustBy: number };

type WantedChange = ChangeStockInput['change'];

/** The change to make. An adjustment needs a key, since a retry would adjust twice. */
export function wantedChange(
  wanted: WantedStock,
  { caller, key, bodyHash }: Omit<Idempotency, 'key'> & { readonly key: string | undefined },
): Result<WantedChange, Refusal<'request.invalid'>> {
  if ('onHand' in wanted) return ok({ kind: 'set', onHand: wanted.onHand, shards: wanted.shards });
  if (key !== undefined) return ok({ kind: 'adjusted', by: wanted.adjustBy, idempotency: { caller, key, bodyHash } });
  const detail = 'Required: a key of your choice, the same for each retry.';
  return refuse('request.invalid', detail, {
    errors: [{ pointer: '#/headers/idempotency-key', code: 'required', detail }],
  });
}

/**
 * Whether a change has to name the version that it is based on. A set does, unless there is no
 * stock yet; an adjustment is right on any version.
 */
export const needsVersion = ({ kind }: WantedChange, version: number): boolean => kind === 'set' && version > 0;
