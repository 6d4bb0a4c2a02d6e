import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { shop } from '../functions/index.ts';
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
