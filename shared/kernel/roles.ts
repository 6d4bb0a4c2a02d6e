/** The roles of a user: groups of the user pool, by which routes admit users. */
export const ROLES = ['customer', 'seller', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/**
 * The group of users whose sign-in asks for a code. No session from before its begin has a token
 * with it.
 */
export const WITH_FACTOR = 'second-factor';

/**
 * A group that only tokens have. It replaces `admin` where the stage requires a second factor of
 * admins, and this one has none.
 */
export const ADMIN_WITHOUT_FACTOR = 'admin-without-factor';
