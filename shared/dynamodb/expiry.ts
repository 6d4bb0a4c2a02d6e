const SECONDS_PER_DAY = 86_400;

/**
 * The time from which an item may be deleted: the value of `expiresAt`, the TTL attribute of every
 * table.
 *
 * @returns whole seconds since 1970.
 */
export const expiryFrom = (start: Date | string, { days }: { readonly days: number }): number =>
  Math.floor(new Date(start).getTime() / 1000) + days * SECONDS_PER_DAY;
