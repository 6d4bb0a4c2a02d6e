import { defineEvent, type EventOf } from '../../shared/messaging/event.ts';
import { productData, productSample } from './product-data.ts';

/** A product was changed or archived; the data is what it is now. */
export const productUpdated = defineEvent({
  domain: 'catalog',
  name: 'ProductUpdated',
  version: 1,
  aggregateType: 'product',
  data: productData,
  sample: { ...productSample, status: 'archived' },
});

export type ProductUpdated = EventOf<typeof productUpdated>;
