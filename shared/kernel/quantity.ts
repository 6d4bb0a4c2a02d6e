/** The most pieces of a SKU in one line of a cart or an order. */
export const MAX_QUANTITY = 999;
