import type { Timer } from '../../../shared/kernel/clock.ts';
import { TransientFault } from '../../../shared/kernel/faults.ts';
import { isVoid, type SessionMarks } from '../../../shared/kernel/session-mark.ts';

export interface Tokens {
  readonly accessToken: string;
  readonly idToken: string;
  readonly refreshToken: string;
  /** Seconds. */
  readonly expiresIn: number;
}

/** Tokens with whose they are, and the second of their making. */
export interface Session {
  readonly userId: string;
  /** Seconds since 1970. */
  readonly issuedAt: number;
  /** Whether the tokens say that sign-ins of their user ask for a code. */
  readonly isMarked: boolean;
  readonly tokens: Tokens;
}

export interface SessionPorts {
  readonly sessions: Pick<SessionMarks, 'read'>;
}

const MAX_ISSUES = 3;

/**
 * Issues tokens that no mark voids. A mark voids all tokens of its second, so tokens of that very
 * second are issued again once it has passed. Costs 1 read unit.
 */
export async function issueSession(
  { sessions }: SessionPorts,
  clock: Timer,
  issue: () => Promise<Session | undefined>,
): Promise<Session | undefined> {
  for (let issues = 0; issues < MAX_ISSUES; issues += 1) {
    const session = await issue();
    const mark = session && (await sessions.read(session.userId));
    if (!session || !isVoid(mark, session.issuedAt)) return session;
    if (mark?.isErased) return undefined;
    await clock.pause(Math.max(0, (mark?.endedAt ?? 0) * 1000 - clock.now().getTime()));
  }
  throw new TransientFault('The sessions of the user are being ended.');
}
