/** A key that a partner's program sends to get higher limits. It does not authenticate a user. */
export interface ApiKey {
  readonly id: string;
  /** The partner's name, for people. */
  readonly name: string;
  readonly createdAt: string;
}
