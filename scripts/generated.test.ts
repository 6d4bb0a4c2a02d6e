import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { markdownTable, replaceBetween, staleFiles } from './generated.ts';
import { generated } from './state-machines.ts';

describe('a place for generated text', () => {
  const text = 'before\n<!-- a b -->\nold\n<!-- /a b -->\nafter\n<!-- c -->\nkept\n<!-- /c -->\n';

  it('gets the new text, and what is around it stays', () => {
    const replaced = replaceBetween(text, 'a b', '$& new');

    expect(replaced).toBe('before\n<!-- a b -->\n\n$& new\n\n<!-- /a b -->\nafter\n<!-- c -->\nkept\n<!-- /c -->\n');
    expect(replaceBetween(replaced, 'a b', '$& new')).toBe(replaced);
  });

  it('must be there', () => {
    expect(() => replaceBetween(text, 'd', '')).toThrow('<!-- d -->');
    expect(() => replaceBetween('<!-- a -->', 'a', '')).toThrow('<!-- /a -->');
  });

  it.each(['<!-- c -->', '<!-- /c -->'])('has each marker once: a second %s is refused', (marker) => {
    expect(() => replaceBetween(`${text}${marker}\n`, 'c', '')).toThrow('exactly one place');
  });
});

describe('a generated table', () => {
  it('has its head and a line per row', () => {
    expect(
      markdownTable([
        ['a', 'b'],
        ['1', '2'],
      ]),
    ).toBe('| a | b |\n| --- | --- |\n| 1 | 2 |');
  });
});

describe('a script', () => {
  it.each(['openapi.ts', 'docs.ts', 'state-machines.ts', 'language.ts'])('%s refuses a mistyped option', (script) => {
    const { status, stderr } = spawnSync(process.execPath, [join(import.meta.dirname, script), '--chek'], {
      encoding: 'utf8',
    });

    expect(stderr).toMatch(/^Unknown: --chek. Usage: node \S+\.ts \[/);
    expect(status).toBe(2);
  });
});

describe('the generated files', () => {
  it('that differ from their data are found', () => {
    expect(staleFiles({ 'package.json': (present) => present, 'README.md': () => 'other' })).toEqual(['README.md']);
  });

  it('that can not be generated are named', () => {
    expect(() => staleFiles({ 'README.md': (present) => replaceBetween(present, 'nowhere', '') })).toThrow('README.md');
  });

  it('of the state machines are what the data says', () => {
    expect(staleFiles(generated)).toEqual([]);
  });
});
