export const ORDER_STATUSES = ['pending', 'confirmed', 'cancelled', 'rejected', 'needs_attention'] as const;
export type OrderStatus = (typeof ORDER_STATUSES)[number];

/** How far the goods have come. All but the first begin with shipping, which is not there yet. */
export const FULFILMENT_STATUSES = ['unfulfilled', 'partially_shipped', 'shipped', 'delivered', 'returned'] as const;
export type FulfilmentStatus = (typeof FULFILMENT_STATUSES)[number];
