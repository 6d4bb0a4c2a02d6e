import { globSync } from 'node:fs';
import { sep } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { defineContract } from '../shared/http/contract.ts';
import { pageQueryOf } from '../shared/kernel/schemas.ts';
import { defineEvent, upcastFrom } from '../shared/messaging/event.ts';
import { orderConfirmed } from '../shared/testing/order-confirmed.ts';
import { shop } from './index.ts';
import { type DomainManifest, defineDomain } from './manifest.ts';
import { countAttempts, sealCursors } from './rights.ts';
import { shopOf } from './shop.ts';

describe('a shop of domains', () => {
  const base = defineDomain({
    name: 'base',
    level: 0,
    table: {},
    functions: { sweep: { table: 'write', everyMinutes: 1 } },
  });
  const partners = defineDomain({ name: 'partners', level: 0, table: {}, functions: {} });
  const over = (manifest: Partial<DomainManifest>): DomainManifest => ({
    name: 'over',
    level: 1,
    functions: {},
    ...manifest,
  });
  const confirmedV2 = defineEvent({
    ...orderConfirmed,
    version: 2,
    upcast: upcastFrom(orderConfirmed, (data) => data),
  });
  const buy = { method: 'POST', path: '/buy', access: ['public'], summary: 'Buys', responses: { 204: null } } as const;

  it('gives the key of cursors to the functions that serve a list with pages, and to no other', () => {
    const query = z.strictObject(pageQueryOf(10));
    const list = { ...buy, method: 'GET', path: '/sales', function: 'lists', query } as const;
    const contract = defineContract({ domain: 'over', routes: { buy, list } });
    const { functions } = shopOf([base, over({ contract, functions: { api: {}, lists: {} } })]);

    expect(functions.filter(({ rights }) => rights.includes(sealCursors)).map(({ name }) => name)).toEqual([
      'over-lists',
    ]);
  });

  it('gives a function its routes, the tables that it touches, and the place of its entry point', () => {
    const contract = defineContract({
      domain: 'over',
      routes: { buy, sell: { ...buy, path: '/sell', function: 'sales' } },
    });
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
    const { functions } = shopOf([
      base,
      partners,
      over({ contract, functions: { api: {}, other: { everyMinutes: 5 } } }),
    ]);

    expect(functions.find(({ name }) => name === 'over-api')).toMatchObject({
      rights: [countAttempts],
      tables: ['partners', 'throttles'],
    });
    expect(functions.find(({ name }) => name === 'over-other')).toMatchObject({ rights: [], tables: [] });
  });

  it('has functions that only a state machine calls', () => {
    expect(() => shopOf([over({ functions: { saga: {} } })], ['over-saga'])).not.toThrow();
    expect(() => shopOf([over({ functions: { saga: { everyMinutes: 1 } } })], ['over-saga'])).toThrow(
      'over-saga has more than one trigger.',
    );
  });

  it('lists every domain that has a manifest', () => {
    const folders = globSync('*/manifest.ts', { cwd: import.meta.dirname }).map((path) => path.split(sep)[0]);

    expect(shop.domains.map(({ name }) => name).sort()).toEqual(folders.sort());
  });

  it('knows the rooms of a domain, and no other', () => {
    const rooms =
      /^(README\.md|manifest\.ts|queries(\.test)?\.ts|actions(\.test)?\.ts|(contract|domain|use-cases|store|entry|adapters|testing)[\\/].*)$/;
    const files = globSync('*/**/*.*', { cwd: import.meta.dirname });
    const strange = files.filter((path) => !rooms.test(path.split(sep).slice(1).join('/')));

    expect(strange).toEqual([]);
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
    ['The name of the domain my-shop is not of the letters a to z.', [over({ name: 'my-shop' })]],
    [
      'The contract of over names the domain under.',
      [over({ contract: defineContract({ domain: 'under', routes: {} }) })],
    ],
    [
      'POST /v1/buy is the key of two routes.',
      [over({ contract: defineContract({ domain: 'over', routes: { buy, again: buy } }), functions: { api: {} } })],
    ],
    ['over-sweep has no trigger, and no state machine names it.', [over({ functions: { sweep: {} } })]],
    ['over-other is a second fallback.', [over({ functions: { api: { fallback: true }, other: { fallback: true } } })]],
    ['over-events consumes no event.', [over({ functions: { events: { consumes: [] } } })]],
    [
      'over-events consumes OrderConfirmed.v1 twice.',
      [over({ functions: { events: { consumes: [orderConfirmed, orderConfirmed] } } })],
    ],
    [
      'over-events consumes OrderConfirmed.v1 twice.',
      [over({ functions: { events: { consumes: [orderConfirmed, confirmedV2] } } })],
    ],
    [
      'base-sweep reads the table of its own domain',
      [{ ...base, functions: { sweep: { everyMinutes: 1, reads: ['base'] } } }],
    ],
    [
      'over-api writes to keys of base that begin with no word.',
      [base, over({ functions: { api: { writes: [{ domain: 'base', keys: '#' }] } } })],
    ],
  ])('is refused: %s', (contradiction, domains) => {
    expect(() => shopOf(domains)).toThrow(contradiction);
  });
});
