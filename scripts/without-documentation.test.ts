import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { withoutDocumentation } from './without-documentation.ts';

test.each([
  ["z.string().describe('The name (short).').max(3)", 'z.string().max(3)'],
  ["z.int().meta({ id: 'A', description: `it's (fine)` })", 'z.int()'],
  ["z.string().describe('It\\'s \\\\').optional()", 'z.string().optional()'],
  ["z.object({ a: z.int().describe('b') }).meta({ id: 'C' })", 'z.object({ a: z.int() })'],
  ["z\n  .int()\n  .describe(\n    'two lines',\n  )\n  .min(1)", 'z\n  .int()\n  \n\n\n  .min(1)'],
  ["const description = 'kept';", "const description = 'kept';"],
])('%s loses its documentation and nothing else.', (source, bare) => {
  expect(withoutDocumentation(source)).toBe(bare);
});

test('A call that does not end is refused.', () => {
  expect(() => withoutDocumentation("z.int().describe('a'")).toThrow('does not end');
});

test('No contract is left with documentation, and each keeps its lines.', () => {
  for (const path of globSync('functions/*/contract/*.ts').filter((file) => !file.endsWith('.test.ts'))) {
    const source = readFileSync(path, 'utf8');
    const bare = withoutDocumentation(source);

    expect(bare).not.toMatch(/\.(describe|meta)\(/);
    expect(bare.split('\n').length, path).toBe(source.split('\n').length);
  }
});
