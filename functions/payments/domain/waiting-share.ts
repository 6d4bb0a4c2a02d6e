/** The unpaid pieces of a SKU. */
export interface Unpaid {
  readonly available: number;
  readonly held: number;
}

/** How much may be held when a payment begins to wait for the bank. */
export interface WaitingCap {
  /** Of the unpaid pieces of a SKU, from 0 to 1, by who pays. */
  readonly share: { readonly guest: number; readonly signedIn: number };
  /** Pieces that may be held in any case, so that the last ones can be bought with 3-D Secure. */
  readonly atLeast: number;
}

/**
 * The SKUs of which so many pieces are held that no further buyer may wait for a bank. Holding
 * costs nothing until it is paid, so one buyer could otherwise keep a whole stock from the others.
 *
 * The order's own hold must be written before the levels are read. Then of several orders at once
 * the last to read sees the holds of all, so no interleaving passes the cap.
 */
export const overheld = (
  skus: readonly string[],
  levels: ReadonlyMap<string, Unpaid>,
  { share, atLeast }: { readonly share: number; readonly atLeast: number },
): string[] =>
  skus.filter((sku) => {
    const { available, held } = levels.get(sku) ?? { available: 0, held: 0 };
    return held > Math.max(atLeast, Math.floor(share * (available + held)));
  });
