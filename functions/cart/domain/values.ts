/** Why a merge took over fewer pieces than both carts held. */
export const CAP_REASONS = ['stock', 'quantity_limit'] as const;
export type CapReason = (typeof CAP_REASONS)[number];

/** Why a merge did not take a guest's line over. */
export const DROP_REASONS = ['not_sold', 'out_of_stock', 'too_many_lines'] as const;
export type DropReason = (typeof DROP_REASONS)[number];
