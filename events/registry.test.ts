import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { createEvent, eventSchema } from '../shared/messaging/event.ts';
import { events } from './registry.ts';

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
  it('names each version of an event once', () => {
    const names = events.map(({ name, version }) => `${name} v${version}`);

    expect(new Set(names).size).toBe(names.length);
  });
});
