import type { Clock } from '../../../shared/kernel/clock.ts';
import { createId } from '../../../shared/kernel/id.ts';
import {
  type CreationRecords,
  type Idempotency,
  type KeyReused,
  keyReused,
} from '../../../shared/kernel/idempotency.ts';
import type { Page } from '../../../shared/kernel/page.ts';
import { ok, type Refusal, type Result, refuse } from '../../../shared/kernel/result.ts';
import type { ApiKey } from '../domain/api-key.ts';

export interface ApiKeyStore extends CreationRecords {
  /** @returns false when the request was carried out before. */
  create(apiKey: ApiKey, keyHash: string, request?: Idempotency): Promise<boolean>;
  /** Newest first. */
  list(limit: number, cursor: string | undefined): Promise<Page<ApiKey>>;
  /** @returns false when the key does not exist. */
  remove(id: string): Promise<boolean>;
}

export interface IssueKeyPorts {
  readonly apiKeys: ApiKeyStore;
  createToken(id: string): { readonly token: string; readonly tokenHash: string };
}

type IssueKeyRefusal = KeyReused | Refusal<'partners.key_issued_before'>;

/**
 * Creates a key for a partner, once per request. Only its hash is stored, so the key is returned
 * only here. A repeated request is refused with the id of the first key, which can be revoked.
 */
export async function issueApiKey(
  { apiKeys, createToken }: IssueKeyPorts,
  clock: Clock,
  { name, request }: { readonly name: string; readonly request?: Idempotency | undefined },
): Promise<Result<ApiKey & { readonly key: string }, IssueKeyRefusal>> {
  const refused = await refuseRepeated(apiKeys, request);
  if (refused) return refused;
  const id = createId('key');
  const { token: key, tokenHash } = createToken(id);
  const apiKey = { id, name, createdAt: clock.now().toISOString() };
  if (await apiKeys.create(apiKey, tokenHash, request)) return ok({ ...apiKey, key });
  const twin = await refuseRepeated(apiKeys, request);
  if (!twin) throw new Error('The request was carried out before, but has no record.');
  return twin;
}

async function refuseRepeated({ getCreated }: ApiKeyStore, request: Idempotency | undefined) {
  const created = request && (await getCreated(request));
  if (!created) return undefined;
  if (created.bodyHash !== request.bodyHash) return keyReused();
  const detail = `An earlier request created ${created.id}, whose key is shown only once: revoke it, and create another.`;
  return refuse('partners.key_issued_before', detail);
}

export const listApiKeys = (
  apiKeys: ApiKeyStore,
  { limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined },
): Promise<Page<ApiKey>> => apiKeys.list(limit, cursor);

/** Revokes a key: requests with it are refused. */
export async function revokeApiKey(
  apiKeys: ApiKeyStore,
  id: string,
): Promise<Result<undefined, Refusal<'request.not_found'>>> {
  return (await apiKeys.remove(id)) ? ok(undefined) : refuse('request.not_found', 'There is no such key.');
}
