import { describe, expect, it } from 'vitest';
import { defineContract } from '../shared/http/contract.ts';
import { type DomainManifest, defineDomain } from './manifest.ts';
import { countAttempts } from './rights.ts';
import { shopOf } from './shop.ts';

describe('a shop of domains', () => {
  const base = defineDomain({ name: 'base', level: 0, table: {}, functions: { api: { table: 'write' } } });
  const partners = defineDomain({ name: 'partners', level: 0, table: {}, functions: {} });
  const over = (manifest: Partial<DomainManifest>): DomainManifest => ({
    name: 'over',
    level: 1,
    functions: {},
    ...manifest,
  });
  const buy = { method: 'POST', path: '/buy', access: ['public'], summary: 'Buys', responses: { 204: null } } as const;

  it('gives a function its routes, the tables that it touches, and the place of its entry point', () => {
    const contract = defineContract({ domain: 'over', routes: { buy, sell: { ...buy, function: 'sales' } } });
    const { functions } = shopOf([base, over({ contract, functions: { api: { reads: ['base'] }, sales: {} } })]);

    expect(functions.at(-2)).toMatchObject({
      name: 'over-api',
      source: 'functions/over/entry/api.ts',
      tables: ['base'],
      routes: [{ name: 'buy' }],
    });
    expect(functions.at(-1)).toMatchObject({ name: 'over-sales', tables: [], routes: [{ name: 'sell' }] });
  });

  it('lets a function count attempts and know partners exactly where a route of it has throttles', () => {
    const throttles = [{ name: 'buy', per: 'address', counts: 'requests', limit: 1, windowSeconds: 1 }] as const;
    const contract = defineContract({ domain: 'over', routes: { buy: { ...buy, throttles } } });
    const { functions } = shopOf([base, partners, over({ contract, functions: { api: {}, other: {} } })]);

    expect(functions.find(({ name }) => name === 'over-api')).toMatchObject({
      rights: [countAttempts],
      tables: ['partners', 'throttles'],
    });
    expect(functions.find(({ name }) => name === 'over-other')).toMatchObject({ rights: [], tables: [] });
  });

  it.each<[string, DomainManifest[]]>([
    [
      'over-api reads nowhere, which is not a domain with a table.',
      [base, over({ functions: { api: { reads: ['nowhere'] } } })],
    ],
    [
      'over-api reads base upwards without a reason.',
      [base, over({ level: 0, functions: { api: { reads: ['base'] } } })],
    ],
    [
      'over-api reads base downwards: it needs no reason.',
      [base, over({ functions: { api: { reads: [{ domain: 'base', upwards: 'Why not?' }] } } })],
    ],
    [
      'over-api writes to base, which is not below it.',
      [base, over({ level: 0, functions: { api: { writes: [{ domain: 'base', keys: 'a#' }] } } })],
    ],
    ['over-api uses the table of over, which has none.', [over({ functions: { api: { table: 'write' } } })]],
    ['over-api has more than one trigger.', [over({ functions: { api: { everyMinutes: 1, fallback: true } } })]],
    [
      'The route over.buy names the function api, which does not exist.',
      [over({ contract: defineContract({ domain: 'over', routes: { buy } }) })],
    ],
    ['base is the name of two domains.', [base, base]],
  ])('is refused: %s', (contradiction, domains) => {
    expect(() => shopOf(domains)).toThrow(contradiction);
  });
});
