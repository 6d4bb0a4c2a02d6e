import type { Timer } from '../../../shared/kernel/clock.ts';
import { ok, type Refusal, type Result } from '../../../shared/kernel/result.ts';
import { type FindUserPorts, findUser } from './find-user.ts';
import { issueSession, type Session, type SessionPorts, type Tokens } from './issue-session.ts';
import type { RefreshDirectory } from './refresh-session.ts';
import { type UsedCodes, wrongCode } from './second-factor.ts';

export interface CodeLogInPorts extends SessionPorts {
  readonly store: FindUserPorts['store'];
  readonly currency: string;
  readonly codes: UsedCodes;
  readonly directory: FindUserPorts['directory'] &
    Pick<RefreshDirectory, 'refresh'> & {
      /** Undefined when the code is wrong, or the challenge has ended or is another user's. */
      answerChallenge(email: string, challenge: string, code: string): Promise<Session | undefined>;
      mark(username: string, isMarked: boolean): Promise<void>;
    };
}

/**
 * Completes a sign-in whose password was right with a code, which counts once. All failures get the
 * same answer.
 */
export async function logInWithCode(
  ports: CodeLogInPorts,
  clock: Timer,
  request: { readonly email: string; readonly session: string; readonly code: string; readonly requestId: string },
): Promise<Result<Tokens, Refusal<'users.invalid_mfa_code'>>> {
  const { directory, codes } = ports;
  const { email, code, requestId } = request;
  const answered = await directory.answerChallenge(email, request.session, code);
  // Cognito counts a code once, too, but documents no such promise.
  if (!answered || !(await codes.use(answered.userId, code))) return wrongCode();
  const isMarked = answered.isMarked;
  // An enrolment may have failed before it set the mark.
  if (!isMarked) await directory.mark(answered.userId, true);
  let first: Session | undefined = isMarked ? answered : undefined;
  // A code cannot be sent again, so any other tokens come from the refresh token.
  const session = await issueSession(ports, clock, async () => {
    const next = first ?? (await directory.refresh(answered.tokens.refreshToken));
    first = undefined;
    return next;
  });
  return session && (await findUser(ports, clock, session.userId, requestId)) ? ok(session.tokens) : wrongCode();
}
