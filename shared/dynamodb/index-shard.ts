/**
 * The shard of an index that an id belongs to, from 0. An index partition takes 1,000 writes a
 * second, so an index that every order writes to has several.
 */
export const indexShardOf = (id: string, shards: number): number =>
  [...id].reduce((sum, character) => sum + character.charCodeAt(0), 0) % shards;
