import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { shop } from '../functions/index.ts';
import { currencySchema } from '../shared/kernel/schemas.ts';
import { createEvent, eventKey, eventSchema } from '../shared/messaging/event.ts';
import { events, publishers } from './registry.ts';

const facts = { aggregateId: 'x', occurredAt: new Date(), correlationId: 'x', causationId: 'x' };

describe.each(
  events.map((definition) => [`${definition.domain} ${definition.name} v${definition.version}`, definition] as const),
)('the event %s', (_, definition) => {
  it('has a sample that its schema accepts, and is refused with an unknown member', () => {
    const event = createEvent(definition, { ...facts, data: definition.sample });

    expect(eventSchema(definition).safeParse(event)).toMatchObject({ success: true });
    expect(
      eventSchema(definition).safeParse({ ...event, data: { ...(event.data as object), surprise: 1 } }),
    ).toMatchObject({
      success: false,
    });
  });

  it('has a JSON Schema, and no member that could hold personal data', () => {
    const schema = JSON.stringify(z.toJSONSchema(definition.data));

    expect(schema).toContain('"additionalProperties":false');
    expect(schema).not.toMatch(/"(email|address|phone|firstName|lastName|fullName|ip)[A-Za-z]*":/i);
  });
});

/** The paths of parts that could grow without an end. A named currency is one of a fixed list. */
function unboundedParts(schema: z.ZodType, path = 'data'): string[] {
  const { shape, element, innerType, options, ...def } = { ...schema.def } as unknown as Parts;
  if (schema === currencySchema || def.type === 'enum' || def.type === 'literal' || def.type === 'boolean') return [];
  if (shape) return Object.entries(shape).flatMap(([name, member]) => unboundedParts(member, `${path}.${name}`));
  if (innerType) return unboundedParts(innerType, path);
  if (options) return options.flatMap((option) => unboundedParts(option, path));
  if (element) {
    const most = (z.toJSONSchema(schema) as { maxItems?: number }).maxItems;
    return [...(most === undefined ? [path] : []), ...unboundedParts(element, `${path}[]`)];
  }
  if (def.type === 'number' || def.type === 'int') return [];
  const { maxLength, pattern = '*' } = z.toJSONSchema(schema) as { maxLength?: number; pattern?: string };
  return def.type === 'string' && (maxLength !== undefined || !/[*+]|,\}/.test(pattern)) ? [] : [path];
}

interface Parts {
  readonly type: string;
  readonly shape?: Readonly<Record<string, z.ZodType>>;
  readonly element?: z.ZodType;
  readonly innerType?: z.ZodType;
  readonly options?: readonly z.ZodType[];
}

describe('every event', () => {
  it('has an end: each list and each text in it is bounded, so that none outgrows the bus', () => {
    expect(events.flatMap(({ name, data }) => unboundedParts(data, name))).toEqual([]);
  });

  it.each([
    ['a list', z.array(z.string().max(9))],
    ['a text', z.string()],
    ['a text of a form without an end', z.string().regex(/^[a-z]+$/)],
    ['a record', z.record(z.string().max(9), z.int())],
    ['a list within a list', z.array(z.array(z.int())).max(2)],
    ['an optional text', z.string().optional()],
    ['anything', z.unknown()],
  ])('is found when %s in it has no end', (_, part) => {
    expect(unboundedParts(z.strictObject({ bounded: z.string().max(9), part }))).not.toEqual([]);
  });
});

describe('the registry', () => {
  it('has each version of an event once, whichever domain defines it', () => {
    const keys = events.map(eventKey);

    expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
  });

  it('has for each version but the first how the version before is read as it', () => {
    for (const { name, domain, version, upcast } of events.filter((each) => each.version > 1)) {
      const before = events.find((each) => each.name === name && each.version === version - 1);

      expect(upcast?.from, `${name}.v${version} has no upcast from the version before`).toBe(before);
      expect(before?.domain).toBe(domain);
    }
  });

  it('gives no consumer an older version while there is a newer one, which would go to its dead letters', () => {
    const newest = new Map(
      events.toSorted((left, right) => left.version - right.version).map((each) => [each.name, each]),
    );

    for (const { name, consumes = [] } of shop.functions) {
      for (const definition of consumes) {
        expect(eventKey(definition), name).toBe(eventKey(newest.get(definition.name) ?? definition));
      }
    }
  });

  it('is fed by domains with a table, whose stream publishes', () => {
    const owners = shop.tables.map(({ domain }) => domain);

    expect(publishers.filter((domain) => !owners.includes(domain))).toEqual([]);
  });
});
