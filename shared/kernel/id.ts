import { monotonicFactory } from 'ulid';

const ulid = monotonicFactory();

/**
 * Makes a prefixed ULID, e.g. `ord_01J…`: sortable by creation time, unique without coordination.
 */
export const createId = <Prefix extends string>(prefix: Prefix): `${Prefix}_${string}` => `${prefix}_${ulid()}`;
