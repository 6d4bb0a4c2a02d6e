import { expect, test } from 'vitest';
import type { BusEvent } from '../../cloud/services/handles.ts';
import { chosen, eventLine, summaryOf } from './events.ts';
import { storyOf } from './story.ts';

const event = (name: string, source: string, occurredAt: string, data: object = {}): BusEvent => ({
  ...{ version: '0', id: name, 'detail-type': name, source, account: '0', region: 'x', resources: [] },
  time: '2026-11-21T10:00:00Z',
  detail: { metadata: { occurredAt, correlationId: 'ord_1' }, data },
});

const mail = {
  ...{ to: 'ada@example.com', from: 'shop@example.com', subject: 'Your order K7 is confirmed', text: '', html: '' },
  ...{ messageId: 'm', sentAt: '2026-11-21T10:00:03.000Z' },
};

test('A story is in order of time, for parts of any source', () => {
  const events = [
    event('OrderConfirmed', 'souk.orders', '2026-11-21T10:00:02.000Z'),
    event('InventoryChanged', 'souk.inventory', '2026-11-21T10:00:01.000Z', {
      ...{ sku: 'MUG', available: -2, held: 2, allocated: 0, cause: 'reserved' },
    }),
    event('OrderPlaced', 'souk.orders', '2026-11-21T10:00:00.500Z'),
  ];
  const webhook = { type: 'payment_intent.created', receivedAt: '2026-11-21T10:00:01.500Z', outcome: 'recorded' };

  const { entries } = storyOf({
    ...{ id: 'ord_1', order: undefined, execution: undefined, mails: [mail] },
    events: events.map(eventLine),
    webhooks: [{ ...webhook, data: {} }],
  });

  expect(entries.map(({ kind, title, detail }) => [kind, title, detail])).toEqual([
    ['order', 'OrderPlaced', ''],
    ['stock', 'Stock reserved', 'MUG · available −2, held +2'],
    ['webhook', 'Webhook', 'payment_intent.created: recorded'],
    ['order', 'OrderConfirmed', ''],
    ['mail', 'Mail to ada@example.com', 'Your order K7 is confirmed'],
  ]);
});

test('Events are filtered by any text in them, up to a limit', () => {
  const events = ['A', 'B', 'C'].map((name) => event(name, 'souk.orders', '2026-11-21T10:00:00.000Z'));

  expect(chosen(events, '"B"', 10).map(({ id }) => id)).toEqual(['B']);
  expect(chosen(events, 'ord_1', 2)).toHaveLength(2);
  expect(chosen(events, 'ord_2', 10)).toEqual([]);
});

test('An event of an unknown shape has a line, too', () => {
  const strange = { ...event('Strange', 'elsewhere', ''), detail: { some: 'thing' } };

  expect(eventLine(strange)).toMatchObject({ at: Date.parse(strange.time), correlationId: '', summary: '' });
});

test('A summary has lines, amounts and reasons', () => {
  const total = { amount: 2900, currency: 'EUR' };

  expect(summaryOf({ lines: [{ quantity: 2, title: 'Mug' }], totals: { total } })).toBe('2 × Mug · 29.00 EUR');
  expect(summaryOf({ amount: total, code: 'x.y', detail: 'No.' })).toBe('29.00 EUR · No.');
  expect(summaryOf(undefined)).toBe('');
});
