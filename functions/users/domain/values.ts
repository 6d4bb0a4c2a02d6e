/** By which the shop may tell a user of things beside their own orders and account. */
export const CHANNELS = ['email', 'sms', 'push'] as const;
export type Channel = (typeof CHANNELS)[number];
