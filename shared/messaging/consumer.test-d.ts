import { expectTypeOf, test } from 'vitest';
import * as z from 'zod';
import { orderConfirmed } from '../testing/order-confirmed.ts';
import { createConsumer } from './consumer.ts';
import { defineEvent, upcastFrom } from './event.ts';

const shipped = { domain: 'orders', name: 'OrderShipped', aggregateType: 'order' } as const;
const shippedV1 = defineEvent({ ...shipped, version: 1, data: z.object({ id: z.string() }), sample: { id: 'a' } });
const shippedV2 = defineEvent({
  ...shipped,
  version: 2,
  data: z.object({ id: z.string(), parcels: z.int() }),
  sample: { id: 'a', parcels: 1 },
});

const manifest = { consumes: [orderConfirmed, shippedV1, shippedV2] } as const;
const apply = async () => undefined;

test('A handler for each consumed event compiles, and gets that event’s data.', () => {
  createConsumer(manifest, {
    'OrderConfirmed.v1': async ({ data }) => expectTypeOf(data.cartVersion).toEqualTypeOf<number>(),
    'OrderShipped.v1': async ({ data }) => expectTypeOf(data).toEqualTypeOf<{ id: string }>(),
    'OrderShipped.v2': async ({ data }) => expectTypeOf(data.parcels).toEqualTypeOf<number>(),
  });
});

test('An event without a handler does not compile.', () => {
  // @ts-expect-error: OrderShipped.v2 is missing.
  createConsumer(manifest, { 'OrderConfirmed.v1': apply, 'OrderShipped.v1': apply });
});

test('A handler of an event that the manifest does not name does not compile.', () => {
  // @ts-expect-error: OrderShipped is not consumed.
  createConsumer({ consumes: [orderConfirmed] }, { 'OrderConfirmed.v1': apply, 'OrderShipped.v1': apply });
});

test('An upcast that does not return the data of its version does not compile.', () => {
  defineEvent({
    ...shipped,
    version: 3,
    data: z.object({ id: z.string(), carrier: z.string() }),
    sample: { id: 'a', carrier: 'b' },
    // @ts-expect-error: the carrier is missing.
    upcast: upcastFrom(shippedV2, ({ id }) => ({ id })),
  });
});
