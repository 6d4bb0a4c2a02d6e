import { defineEvent, type EventOf } from '../../shared/messaging/event.ts';
import { productData, productSample } from './product-data.ts';

/** A product was created, in whatever status. */
export const productCreated = defineEvent({
  domain: 'catalog',
  name: 'ProductCreated',
  version: 1,
  aggregateType: 'product',
  data: productData,
  sample: productSample,
});

export type ProductCreated = EventOf<typeof productCreated>;
