import { expect, test } from 'vitest';
import { expiryFrom } from './expiry.ts';

test('An item expires so many days after its start, in whole seconds since 1970.', () => {
  const start = '2026-11-20T12:00:00.999Z';

  const expiry = expiryFrom(start, { days: 30 });

  expect(expiry).toBe(Date.parse('2026-12-20T12:00:00Z') / 1000);
  expect(expiryFrom(new Date(start), { days: 30 })).toBe(expiry);
});
