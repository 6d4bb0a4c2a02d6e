import { ok, type Refusal, type Result, refuse } from '../../../shared/kernel/result.ts';
import type { Tokens } from './log-in.ts';

export interface RefreshDirectory {
  /** Undefined when the token is invalid, revoked or has expired. */
  refresh(refreshToken: string): Promise<Tokens | undefined>;
}

/** Exchanges a refresh token for tokens with the current roles. */
export async function refreshSession(
  directory: RefreshDirectory,
  refreshToken: string,
): Promise<Result<Tokens, Refusal<'users.invalid_refresh_token'>>> {
  const tokens = await directory.refresh(refreshToken);
  return tokens
    ? ok(tokens)
    : refuse('users.invalid_refresh_token', 'The refresh token is revoked or has expired: log in again.');
}
