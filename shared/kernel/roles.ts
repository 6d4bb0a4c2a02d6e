/** The roles of a user: groups of the user pool, by which routes admit users. */
export const ROLES = ['customer', 'seller', 'admin'] as const;
export type Role = (typeof ROLES)[number];
