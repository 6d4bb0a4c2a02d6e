import { orderMachine } from './order/order.ts';

/** Every state machine that is deployed. */
export const machines = { order: orderMachine };
