/** The one that every stock has; it also carries what is known of the SKU as a whole. */
export const FIRST_SHARD = 0;

/** So many pieces in, or from, one shard. */
export interface Part {
  readonly shard: number;
  readonly quantity: number;
}

/** As many as can be in each of so many shards; what is left over goes to the first ones. */
export const evenly = (total: number, shards: number): number[] =>
  Array.from({ length: shards }, (_, shard) => Math.floor(total / shards) + (shard < total % shards ? 1 : 0));

export const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

/**
 * Which shards give the pieces: one by chance among those that have enough, the likelier the more it has, so that buyers spread and the
 * shards run dry together; else as few as possible. Undefined when there are not enough in all of them.
 *
 * @param spread what is available in each shard.
 * @param random from 0 up to, but not including, 1.
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
