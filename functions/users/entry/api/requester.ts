import { type Caller, requireUser } from '../../../../shared/http/caller.ts';
import type { NotFound } from '../../../../shared/kernel/refusals.ts';
import { rolesAmong } from '../../adapters/cognito.ts';
import { ownUserId, type Requester } from '../../use-cases/reach-user.ts';

/** The caller in the form that the use cases of users need. */
export function requesterOf(caller: Caller): Requester {
  const { userId, groups } = requireUser(caller);
  return { userId, roles: rolesAmong(groups) };
}

interface OwnRequest {
  readonly caller: Caller;
  readonly params: { readonly id: string };
}

/** Serves a route below `/users/{id}` that admits only the caller's own id. */
export async function forOwn<Answer>(
  { caller, params }: OwnRequest,
  serve: (userId: string) => Promise<Answer>,
): Promise<Answer | { readonly ok: false; readonly refusal: NotFound }> {
  const own = ownUserId(requesterOf(caller), params.id);
  return own.ok ? serve(own.value) : own;
}
