/** The reasons for which a merge took over fewer pieces than both carts held. */
export const CAP_REASONS = ['stock', 'quantity_limit'] as const;
export type CapReason = (typeof CAP_REASONS)[number];

/** The reasons for which a merge did not take over a guest's line. */
export const DROP_REASONS = ['not_sold', 'out_of_stock', 'too_many_lines'] as const;
export type DropReason = (typeof DROP_REASONS)[number];
