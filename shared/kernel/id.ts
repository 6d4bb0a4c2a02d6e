import { monotonicFactory } from 'ulid';

const ulid = monotonicFactory();

/** A prefixed ULID, e.g. `ord_01J…`: sortable by time of creation, unique without coordination. */
export const createId = <Prefix extends string>(prefix: Prefix): `${Prefix}_${string}` => `${prefix}_${ulid()}`;

/** The pattern of ids made by {@link createId} with this prefix. */
export const idPattern = (prefix: string): RegExp => new RegExp(`^${prefix}_[0-9A-HJKMNP-TV-Z]{26}$`);
