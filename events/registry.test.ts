import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { shop } from '../functions/index.ts';
import { createEvent, eventSchema, readableVersions } from '../shared/messaging/event.ts';
import { eventFiles, events, publishers } from './registry.ts';

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
  it('finds each version of an event once, in the file that is named after it', () => {
    const kebab = (name: string) => name.replace(/(?!^)([A-Z])/g, '-$1').toLowerCase();

    expect(events.map(({ domain, name, version }) => `${domain}/${kebab(name)}.v${version}.ts`)).toEqual(eventFiles);
  });

  it('knows the definition of every older version that a newer one is read from', () => {
    for (const definition of events) {
      for (const version of readableVersions(definition)) expect(events).toContain(version);
    }
  });

  it('is fed by domains with a table, whose stream publishes', () => {
    const owners = shop.tables.map(({ domain }) => domain);

    expect(publishers.filter((domain) => !owners.includes(domain))).toEqual([]);
  });
});
