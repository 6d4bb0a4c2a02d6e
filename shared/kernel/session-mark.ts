/** When a user's sessions last ended. */
export interface SessionMark {
  /** Seconds since 1970: an access token that was made before is void. */
  readonly endedAt: number;
  /** The user was erased: every token is void. */
  readonly isErased: boolean;
}

/**
 * A mark for each user whose sessions ended while their access tokens were still valid. It is kept
 * until the last of them has expired.
 */
export interface SessionMarks {
  /** Strongly consistent: 1 read unit. */
  read(userId: string): Promise<SessionMark | undefined>;
  /**
   * Voids all access tokens that were made until now: 1 write unit. Call it after the revocation.
   */
  end(userId: string): Promise<void>;
  /** Voids all access tokens of the user, those to come included: 1 write unit. */
  endForGood(userId: string): Promise<void>;
}

/** Whether the mark voids a token that was made at this second. */
export const isVoid = (mark: SessionMark | undefined, issuedAt: number): boolean =>
  mark !== undefined && (mark.isErased || issuedAt < mark.endedAt);
