import type { Idempotency } from '../kernel/idempotency.ts';
import { fingerprint } from '../runtime/fingerprint.ts';
import { type Caller, requireCartId } from './caller.ts';

/**
 * The identity of a request that came with an Idempotency-Key; undefined without one.
 *
 * @param what all that the request asks for, such as the route, its parameters and its body.
 */
export function idempotencyOf(
  { caller, idempotencyKey }: { readonly caller: Caller; readonly idempotencyKey: string | undefined },
  what: unknown,
): Idempotency | undefined {
  if (idempotencyKey === undefined) return undefined;
  const id = caller.kind === 'user' ? caller.userId : requireCartId(caller);
  return { caller: id, key: idempotencyKey, bodyHash: fingerprint(what) };
}
