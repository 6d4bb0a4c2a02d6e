import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { defineDomain } from '../../functions/manifest.ts';
import { shopOf } from '../../functions/shop.ts';
import { defineContract } from '../../shared/http/contract.ts';
import { tableOf } from './cells.ts';
import { domainTables } from './domain-tables.ts';
import { fill } from './fill.ts';
import { settingsTable } from './infra-tables.ts';
import { rightsMatrix, throttlesTable } from './shop-tables.ts';

const place = (name: string, content = '') => `<!-- docs: ${name} -->\n${content}\n<!-- /docs: ${name} -->`;

describe('a document', () => {
  it('gets its tables between its markers, and keeps the rest', () => {
    const filled = fill('a.md', `Before.\n${place('routes', 'old')}\nAfter.`, { routes: '| new |' });

    expect(filled).toBe('Before.\n<!-- docs: routes -->\n\n| new |\n\n<!-- /docs: routes -->\nAfter.');
    expect(fill('a.md', filled, { routes: '| new |' })).toBe(filled);
  });

  it('without a place for a table is refused, and so is a place without a table', () => {
    expect(() => fill('a.md', '', { routes: '' })).toThrow('a.md has no');
    expect(() => fill('a.md', place('routes'), {})).toThrow('a.md has markers without a table: routes.');
  });
});

describe('a table', () => {
  it('leaves out columns without an entry, and keeps a bar inside a cell', () => {
    const rows = [
      { name: 'a|b', note: '', size: '1' },
      { name: 'c', note: '', size: '' },
    ];

    expect(tableOf(rows).split('\n')).toEqual(['| name | size |', '| --- | --- |', '| a\\|b | 1 |', '| c |  |']);
  });
});

const throttle = { name: 'buy', per: 'address', counts: 'requests', limit: 3, windowSeconds: 120 } as const;
const base = defineDomain({ name: 'base', level: 1, table: {}, functions: {} });
const partners = defineDomain({ name: 'partners', level: 0, table: {}, functions: {} });
const till = defineDomain({
  name: 'till',
  level: 1,
  table: {},
  contract: defineContract({
    domain: 'till',
    routes: {
      buy: {
        method: 'POST',
        path: '/buy',
        access: ['public'],
        summary: 'Buys',
        throttles: [throttle],
        responses: { 204: null },
        refusals: { 'till.closed': 409 },
      },
    },
  }),
  functions: {
    api: { table: 'write', reads: [{ domain: 'base', by: 'index', upwards: 'Why not.' }] },
    sweep: { table: 'read', everyMinutes: 5, memoryMb: 128 },
  },
});
const shop = shopOf([base, partners, till]);

describe('the tables of a domain', () => {
  it('are made of its routes, its functions and their reads, each only where there are some', () => {
    const { routes, functions, events } = domainTables(shop, till);

    expect(routes).toContain('| POST /v1/buy | public | Buys | 204 | 409 `till.closed` | `buy` |');
    expect(functions).toContain(
      '| [`till-api`](entry/api.ts) | 1 route | write | base (by index, upwards), partners |',
    );
    expect(functions).toMatch(
      /\| \[`till-sweep`\]\(entry\/sweep.ts\) \| every 5 minutes \| read \|.*\| 128 MB \| 10 s \|/,
    );
    expect(functions).toContain('| `till-api` | base | Why not. |');
    expect(events).toBeUndefined();
    expect(domainTables(shop, base)).toEqual({});
  });
});

describe('the tables of the shop', () => {
  it('show each throttle with its routes and limits', () => {
    expect(throttlesTable(shop)).toContain(
      '| `buy` | POST /v1/buy | source address (IPv6: its /64) | requests in 2 min | 3 | 3 | 3 |',
    );
  });

  it('show what each function may do with each table', () => {
    expect(rightsMatrix(shop)).toContain('| `till-api` | RL | R | W | count attempts at throttled routes |');
  });
});

describe('the table of settings', () => {
  it('has each default and description, and refuses a setting without one', () => {
    const described = z.object({ stage: z.string().default('dev').describe('the stage') });

    expect(settingsTable(described)).toContain('| `stage` | `dev` | the stage |');
    expect(() => settingsTable(z.object({ stage: z.string() }))).toThrow('The setting stage has no description.');
  });
});
