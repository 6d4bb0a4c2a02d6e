import fc from 'fast-check';
import { expect, test } from 'vitest';
import { shop } from '../../../functions/index.ts';
import { matcherOf, patternsOf, readPatterns } from './patterns.ts';

test('A key table’s rows are access patterns, of the table and of its indexes', () => {
  const markdown = `
| item | pk | sk | gsi1pk | gsi1sk |
|---|---|---|---|---|
| state | \`order#<order id>\` | \`state\` | | |
| event | \`order#<order id>\` | \`event#<version>\` | \`placed#<day>\` (some) | \`<order id>\` |

| access pattern | how |
|---|---|
| read \`it\` | GetItem |
`;

  expect(readPatterns(markdown)).toEqual([
    { item: 'state', pk: 'order#<order id>', sk: 'state' },
    { item: 'event', pk: 'order#<order id>', sk: 'event#<version>' },
    { item: 'event', index: 'gsi1', pk: 'placed#<day>', sk: '<order id>' },
  ]);
});

test('Several keys in a cell are several patterns: in pairs, or each sort key under the one partition', () => {
  const rows = readPatterns(`
| item | pk | sk | gsi1pk | gsi1sk |
|---|---|---|---|---|
| member | \`p\` | \`a\`, \`b\` | \`x\`, \`y\` | \`1\`, \`2\` |
`);

  expect(rows.map(({ index, pk, sk }) => [index, pk, sk])).toEqual([
    [undefined, 'p', 'a'],
    [undefined, 'p', 'b'],
    ['gsi1', 'x', '1'],
    ['gsi1', 'y', '2'],
  ]);
});

test.each(shop.tables)('The README of $domain has patterns of its table', async ({ domain }) => {
  expect(await patternsOf(domain)).not.toEqual([]);
});

test('A domain without a README has none', async () => {
  expect(await patternsOf('no-such-domain')).toEqual([]);
});

test('A template matches every key that is made from it, and no key of any other item', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[\w.$^*+-]{1,20}$/), (id) => {
      expect(matcherOf('stock#<sku>#<shard>').test(`stock#${id}#0`)).toBe(true);
      expect(matcherOf('stock#<sku>#<shard>').test(`move#${id}#0`)).toBe(false);
      expect(matcherOf(id).test(id)).toBe(true);
    }),
  );
});
