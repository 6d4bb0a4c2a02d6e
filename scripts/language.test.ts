import { describe, expect, it } from 'vitest';
import { check } from './language-rules.ts';
import { proseOf } from './prose.ts';

/** The findings in a file, as `line rule`. */
const findingsIn = (path: string, content: string): string[] =>
  proseOf(path, content)
    .flatMap(check)
    .map(({ line, rule }) => `${line} ${rule}`);
const inCode = (...lines: string[]) => findingsIn('planted.ts', lines.join('\n'));
const inMarkdown = (...lines: string[]) => findingsIn('planted.md', lines.join('\n'));

const words = (count: number): string => Array.from({ length: count }, () => 'word').join(' ');

describe('the house dialect', () => {
  it.each([
    'It is for whoever asks.',
    'Others change it all the time.',
    'It stays for good.',
    'It is not read, nor written.',
    'The buyer is told.',
    'The cart hears of the order.',
    'The total is another than expected.',
    'The call was made in vain.',
    'It is as good as none.',
    'Somebody else’s order is hidden.',
    "It is nobody's order.",
    'A text that is no number fails.',
    'Mend the cause.',
    'Doing it twice is doing it once.',
  ])('is found: %s', (sentence) => {
    expect(inCode(`// ${sentence}`)).toEqual(['1 dialect']);
    expect(inCode(`const planted = "${sentence}";`)).toEqual(['1 dialect']);
    expect(inMarkdown(sentence)).toEqual(['1 dialect']);
  });

  it('is found across line breaks, at the line where it begins', () => {
    expect(inCode('/**', ' * The buyer is', ' * told.', ' */')).toEqual(['2 dialect']);
    expect(inMarkdown('The buyer is', 'told.')).toEqual(['1 dialect']);
  });

  it('is found in templates and in the text of pages', () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is code.
    expect(inCode('const planted = `It is ${name}, nor that.`;')).toEqual(['1 dialect']);
    expect(findingsIn('planted.tsx', 'const planted = <p>For whoever asks</p>;')).toEqual(['1 dialect']);
  });

  it('is not seen in plain words that look like it, or in code', () => {
    expect(
      inCode(
        '// Neither read nor written; signal for good rows; honors, minor and horn; there is no order.',
        'const whoever = nor(hears);',
        '// `whoever` is a variable.',
      ),
    ).toEqual([]);
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is code.
    expect(inCode('const planted = `neither at ${here} nor at ${there}`;')).toEqual([]);
    expect(
      inMarkdown('```', 'whoever', '```', 'Run `nor`.', '', '<!-- bench: x -->', 'nor', '<!-- /bench -->'),
    ).toEqual([]);
  });
});

describe('a sentence', () => {
  it('of more than 25 words is found in comments and markdown, not in strings', () => {
    expect(inCode(`// ${words(26)}.`)).toEqual(['1 long-sentence', '1 long-line']);
    expect(inMarkdown(...words(26).split(' '))).toEqual(['1 long-sentence']);
    expect(inMarkdown(...words(25).split(' '))).toEqual([]);
    expect(inCode(`const planted = '${words(26)}.';`)).toEqual([]);
  });

  it('ends at a full stop, a blank line, a list entry or a tag, and not after e.g.', () => {
    const half = words(14).split(' ');

    expect(inMarkdown(...half, 'end.', 'Begin', ...half)).toEqual([]);
    expect(inMarkdown(...half, '', ...half)).toEqual([]);
    expect(inMarkdown(`- ${words(14)}`, `- ${words(14)}`)).toEqual([]);
    expect(inCode('/**', ` * ${words(14)}`, ` * @returns ${words(14)}`, ' */')).toEqual([]);
    expect(inMarkdown(...half, 'e.g. A', ...half)).toEqual(['1 long-sentence']);
  });

  it('counts code as one word, and not what a table or an example holds', () => {
    expect(inMarkdown(`Run \`${words(9)}\`,`, ...words(20).split(' '))).toEqual([]);
    expect(inMarkdown(`| ${words(30)} |`)).toEqual([]);
    expect(inCode('/**', ' * Adds.', ' * @example', ` * ${words(30)}`, ' */')).toEqual([]);
  });

  it('without a subject is found in comments', () => {
    expect(inCode('/** What a buyer sees. */')).toEqual(['1 subjectless']);
    expect(inCode('/** Reads a cart. What it holds is priced. */')).toEqual(['1 subjectless']);
    expect(inCode('// By what an order is found.')).toEqual(['1 subjectless']);
    expect(inCode('// What is in the cart?', '', '// Reads what is there.')).toEqual([]);
    expect(inMarkdown('What it costs.')).toEqual([]);
  });
});

describe('a line', () => {
  const long = 'x'.repeat(98);

  it('of more than 100 columns is found in comments and markdown, not in code', () => {
    expect(inCode(`//${long}`, `// ${long}`)).toEqual(['2 long-line']);
    expect(inCode(`const one = 1; // ${long}`)).toEqual(['1 long-line']);
    expect(inCode(`const planted = '${long}';`)).toEqual([]);
    expect(inMarkdown(long, `abc${long}`)).toEqual(['2 long-line']);
  });

  it('may be longer for a URL, a link’s target, a table, a block of code or a comment for a tool', () => {
    expect(inCode(`// See https://example.com/${long}`, `// biome-ignore lint/x: ${long}`)).toEqual([]);
    expect(inMarkdown(`[a](b/${long})`, '', `| ${long} |`, '', '```', ` ${long}xx`, '```')).toEqual([]);
  });
});
