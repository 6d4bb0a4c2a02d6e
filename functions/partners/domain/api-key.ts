/** What a partner's program shows to get higher limits; it lets nobody in. */
export interface ApiKey {
  readonly id: string;
  /** Whose it is, for people. */
  readonly name: string;
  readonly createdAt: string;
}
