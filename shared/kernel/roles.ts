/** What a user may act as: the groups of the user pool, and who a route lets in. */
export const ROLES = ['customer', 'seller', 'admin'] as const;
export type Role = (typeof ROLES)[number];
