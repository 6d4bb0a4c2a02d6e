import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { routesOf } from '../shared/http/contract.ts';
import { pointerTo, validate } from '../shared/http/validation.ts';
import { FIELD_ERROR_CODES } from '../shared/kernel/field-error.ts';
import { shop } from './index.ts';

const throttled = routesOf(shop.contracts).flatMap(({ name, route }) =>
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
    for (const limit of [throttle.limit, ...(throttle.counts === 'trials' ? [throttle.open] : [])]) {
      if (typeof limit === 'number') continue;
      const [guest, customer, partner] = [limit.guest, limit.customer, limit.partner].map((bound) =>
        typeof bound === 'number' ? bound : bound.times,
      );
      expect(customer).toBeGreaterThanOrEqual(Number(guest));
      expect(partner).toBeGreaterThanOrEqual(Number(customer));
    }
  }
});

type JsonSchema = z.core.JSONSchema.JSONSchema;

const wrongAnywhere = fc.oneof(
  fc.constantFrom<unknown>(undefined, null, '', ' ', 'x', 'x'.repeat(12_000), 0, -1, 1.5, 1e300, true, [], {}, [null]),
  fc.jsonValue({ maxDepth: 1 }),
);

/** Values that nearly match a schema: each part is of the right kind, or anything. */
function nearly({
  type,
  properties = {},
  items,
  enum: options,
  anyOf,
  oneOf,
  const: only,
  ...rest
}: JsonSchema): fc.Arbitrary<unknown> {
  const forms = (anyOf ?? oneOf)?.map(part);
  if (forms) return fc.oneof(...forms);
  if (only !== undefined || options) return fc.constantFrom(...(options ?? [only]));
  if (type === 'array') return fc.array(part(items as JsonSchema), { maxLength: 3 });
  if (type !== 'object') return wrongAnywhere;
  const members = Object.fromEntries(Object.entries(properties).map(([name, member]) => [name, part(member)]));
  const others = typeof rest.additionalProperties === 'object' ? part(rest.additionalProperties) : wrongAnywhere;
  return fc
    .tuple(
      fc.record(members, { requiredKeys: [] }),
      fc.dictionary(fc.constantFrom('', 'id', 'toString', 'x'.repeat(99)), others, { maxKeys: 1 }),
    )
    .map(([known, unknown]) => ({ ...known, ...unknown }));
}

const part = (schema: JsonSchema | boolean): fc.Arbitrary<unknown> =>
  typeof schema === 'boolean'
    ? wrongAnywhere
    : fc.oneof({ weight: 3, arbitrary: nearly(schema) }, { weight: 1, arbitrary: wrongAnywhere });

const schemas = routesOf(shop.contracts).flatMap(({ name, route: { body, query, params } }) =>
  Object.entries({ body, query, params }).flatMap(([place, schema]) => (schema ? [{ name, place, schema }] : [])),
);

test.each(schemas)('$name answers wrong $place in plain sentences with known codes', ({ schema }) => {
  const sent = part(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any', reused: 'inline' }));
  const property = fc.property(sent, (value) => {
    const checked = validate(schema, value);
    if ('data' in checked) return;
    expect(checked.mistakes.length).toBeGreaterThan(0);
    for (const { path, code, detail } of checked.mistakes) {
      expect(FIELD_ERROR_CODES).toContain(code);
      expect(detail).toMatch(/^[A-Z\d].*\.$/);
      expect(detail).not.toMatch(/invalid|expected|received|unrecognized|undefined|\[object/i);
      expect(pointerTo('', path)).toMatch(/^#(\/[^/]*)*$/);
    }
  });
  // fast-check prints the seed with a counterexample.
  fc.assert(property, { numRuns: 200 });
});
