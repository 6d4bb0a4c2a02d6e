import { expect, test } from 'vitest';
import { soukApp } from './app.ts';

test('A storefront on this machine may call the API, at the usual ports, and no page of the internet.', () => {
  const { corsOrigins } = soukApp().context as { corsOrigins: string[] };

  expect(corsOrigins).toContain('http://localhost:3000');
  expect(corsOrigins.filter((origin) => !/^http:\/\/(localhost|127\.0\.0\.1):\d+$/.test(origin))).toEqual([]);
});

test('The setting of a deployment replaces these origins, as any context does.', () => {
  expect(soukApp({ corsOrigins: 'http://localhost:9000' }).context).toMatchObject({
    corsOrigins: 'http://localhost:9000',
    stage: 'local',
  });
});
