import { type Result, refuse } from '../../../shared/kernel/result.ts';
import { type Merged, type MergePorts, type MergeRefusal, mergeCarts } from './merge-carts.ts';

export interface MergeByTokenPorts extends MergePorts {
  /** The parts of a token; undefined when it is malformed. */
  parseToken(token: string): { readonly id: string; readonly secret: string } | undefined;
  /** Whether a stored hash is the hash of this secret. */
  matches(secret: string, tokenHash: string): boolean;
}

/** Merges the guest's cart of a token into the user's cart. Costs as much as `mergeCarts`. */
export async function mergeByToken(
  ports: MergeByTokenPorts,
  merge: { readonly cartToken: string | undefined; readonly userCartId: string; readonly currency: string },
): Promise<Result<Merged, MergeRefusal>> {
  const { cartToken = '', userCartId, currency } = merge;
  const token = ports.parseToken(cartToken);
  if (!token) return refuse('request.unauthenticated', 'Send the X-Cart-Token of the guest cart to merge.');
  return mergeCarts(ports, {
    guestCartId: token.id,
    provesToken: (tokenHash) => ports.matches(token.secret, tokenHash),
    userCartId,
    currency,
  });
}
