import type { Timer } from '../../../shared/kernel/clock.ts';
import { ok, type Refusal, type Result, refuse } from '../../../shared/kernel/result.ts';
import { issueSession, type Session, type SessionPorts, type Tokens } from './issue-session.ts';

export interface RefreshDirectory {
  /** Undefined when the token is invalid, revoked or has expired. */
  refresh(refreshToken: string): Promise<Session | undefined>;
}

export interface RefreshPorts extends SessionPorts {
  readonly directory: RefreshDirectory;
}

/** Exchanges a refresh token for tokens with the current roles. */
export async function refreshSession(
  ports: RefreshPorts,
  clock: Timer,
  refreshToken: string,
): Promise<Result<Tokens, Refusal<'users.invalid_refresh_token'>>> {
  const session = await issueSession(ports, clock, () => ports.directory.refresh(refreshToken));
  return session
    ? ok(session.tokens)
    : refuse('users.invalid_refresh_token', 'The refresh token is revoked or has expired: log in again.');
}
