import type { Clock } from '../../../shared/kernel/clock.ts';
import { createId } from '../../../shared/kernel/id.ts';
import type { Page } from '../../../shared/kernel/page.ts';
import { ok, type Refusal, type Result, refuse } from '../../../shared/kernel/result.ts';
import type { ApiKey } from '../domain/api-key.ts';

export interface ApiKeyStore {
  create(apiKey: ApiKey, keyHash: string): Promise<void>;
  /** Newest first. */
  list(limit: number, cursor: string | undefined): Promise<Page<ApiKey>>;
  /** @returns false when the key does not exist. */
  remove(id: string): Promise<boolean>;
}

export interface IssueKeyPorts {
  readonly apiKeys: ApiKeyStore;
  createToken(id: string): { readonly token: string; readonly tokenHash: string };
}

/** Creates a key for a partner. Only its hash is stored, so the key is returned only here. */
export async function issueApiKey(
  { apiKeys, createToken }: IssueKeyPorts,
  clock: Clock,
  name: string,
): Promise<ApiKey & { readonly key: string }> {
  const id = createId('key');
  const { token: key, tokenHash } = createToken(id);
  const apiKey = { id, name, createdAt: clock.now().toISOString() };
  await apiKeys.create(apiKey, tokenHash);
  return { ...apiKey, key };
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
