import { expect, test } from 'vitest';
import * as z from 'zod';
import { routesOf } from '../shared/http/contract.ts';
import { contracts } from './contracts.ts';

const throttled = routesOf(contracts).flatMap(({ name, route }) =>
  (route.throttles ?? []).map((throttle) => ({ name, route, throttle })),
);

test('a throttle that counts per member of the body counts by one that every body has, as text', () => {
  for (const { name, route, throttle } of throttled) {
    if (typeof throttle.per !== 'object') continue;
    const member = route.body instanceof z.ZodObject ? route.body.shape[throttle.per.body] : undefined;

    expect(member, `${name}: ${throttle.per.body}`).toBeInstanceOf(z.ZodType);
    expect((member as z.ZodType).safeParse(undefined).success, name).toBe(false);
    expect((member as z.ZodType).safeParse(1).success, name).toBe(false);
  }
});

test('routes that share a throttle’s counters share its limits, and trust nobody less than a guest', () => {
  for (const all of Map.groupBy(throttled, ({ throttle }) => throttle.name).values()) {
    for (const { throttle } of all) expect(throttle).toEqual(all[0]?.throttle);
  }
  for (const { throttle } of throttled) {
    if (typeof throttle.limit === 'number') continue;
    expect(throttle.limit.customer).toBeGreaterThanOrEqual(throttle.limit.guest);
    expect(throttle.limit.partner).toBeGreaterThanOrEqual(throttle.limit.customer);
  }
});
