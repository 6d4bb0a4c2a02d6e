import { orderCancelled } from './order-cancelled.v1.ts';
import { orderConfirmed } from './order-confirmed.v1.ts';
import { orderNeedsAttention } from './order-needs-attention.v1.ts';
import { orderPlaced } from './order-placed.v1.ts';
import { orderRejected } from './order-rejected.v1.ts';

export const orderEvents = [orderPlaced, orderConfirmed, orderRejected, orderCancelled, orderNeedsAttention] as const;
