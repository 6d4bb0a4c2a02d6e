/** The id of an order's payment: an order has one, so its id follows from the order's. */
export const paymentIdOf = (orderId: string): string => orderId.replace(/^ord_/, 'pay_');
