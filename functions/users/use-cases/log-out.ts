import type { SessionMarks } from '../../../shared/kernel/session-mark.ts';
import type { RefreshDirectory } from './refresh-session.ts';

export interface LogOutPorts {
  readonly directory: RefreshDirectory & {
    /** Ignores an invalid token: it needs no revocation. */
    revoke(refreshToken: string): Promise<void>;
  };
  readonly sessions: Pick<SessionMarks, 'end'>;
}

/**
 * Ends a session: its refresh token is revoked, and the user's access tokens are void. Only its
 * tokens tell whose it is, so it is refreshed once more. A token that is invalid ends nothing.
 */
export async function logOut({ directory, sessions }: LogOutPorts, refreshToken: string): Promise<void> {
  const session = await directory.refresh(refreshToken);
  await directory.revoke(refreshToken);
  if (session) await sessions.end(session.userId);
}
