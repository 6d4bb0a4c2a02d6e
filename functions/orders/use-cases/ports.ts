/** The keys under which the orders of one person are found. */
export interface History {
  /** A user id, or a guest's cart id. */
  readonly buyer: string;
  /** Carts that were merged into the user's. */
  readonly alsoBuyers: readonly string[];
  /** An email that the user has verified. */
  readonly verifiedEmail: string | undefined;
  /** The hash of such an email, where the email itself is erased. */
  readonly hashedEmail?: string | undefined;
}
