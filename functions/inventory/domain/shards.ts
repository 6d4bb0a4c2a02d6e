/** The shard that every stock has. It also stores the SKU-wide fields. */
export const FIRST_SHARD = 0;

/** A number of pieces in one shard, or taken from it. */
export interface Part {
  readonly shard: number;
  readonly quantity: number;
}

/** Spreads pieces evenly over shards; the first shards get the remainder. */
export const evenly = (total: number, shards: number): number[] =>
  Array.from({ length: shards }, (_, shard) => Math.floor(total / shards) + (shard < total % shards ? 1 : 0));

export const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

/**
 * Chooses the shards that give the pieces. One shard gives them all if any has enough. It is chosen
 * at random, a fuller one more likely, so that buyers spread and the shards run dry together.
 * Otherwise as few shards as possible give them.
 *
 * @param spread the pieces available in each shard.
 * @param random from 0 up to, but not including, 1.
 * @returns undefined when all shards together have too few.
 */
export function takeFrom(spread: readonly number[], quantity: number, random: () => number): Part[] | undefined {
  if (sum(spread) < quantity) return undefined;
  const enough = spread.map((available) => (available >= quantity ? available : 0));
  let ticket = random() * sum(enough);
  for (const [shard, available] of enough.entries()) {
    if (ticket < available) return [{ shard, quantity }];
    ticket -= available;
  }
  return fewest(spread, quantity);
}

function fewest(spread: readonly number[], quantity: number): Part[] {
  const fullestFirst = spread.map((available, shard) => ({ available, shard }));
  fullestFirst.sort((left, right) => right.available - left.available);
  const parts: Part[] = [];
  let wanted = quantity;
  for (const { available, shard } of fullestFirst) {
    if (wanted === 0) break;
    const taken = Math.min(available, wanted);
    parts.push({ shard, quantity: taken });
    wanted -= taken;
  }
  return parts;
}
