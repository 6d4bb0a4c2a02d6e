import { monotonicFactory } from 'ulid';

const ulid = monotonicFactory();

/** A prefixed ULID, e.g. `ord_01J…`: sortable by time of creation, unique without coordination. */
export const createId = <Prefix extends string>(prefix: Prefix): `${Prefix}_${string}` => `${prefix}_${ulid()}`;
