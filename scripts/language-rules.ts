import type { Line, Paragraph } from './prose.ts';

export const MAX_COLUMNS = 100;
export const MAX_WORDS = 25;

/** Turns of phrase that this code base has outgrown, with the plain words for each. */
const DIALECT: readonly { readonly pattern: RegExp; readonly instead: string }[] = [
  { pattern: /\bwho(?:so)?(?:m)?ever\b/i, instead: 'name the role: the caller, any user' },
  { pattern: /\ball the time\b/i, instead: 'constantly; of updates: concurrently' },
  { pattern: /\bfor good\b(?! \w+s\b)/i, instead: 'permanently' },
  { pattern: /\bin vain\b/i, instead: 'without effect' },
  { pattern: /(?<!\bneither\b[^.]*)\bnor\b/i, instead: 'and not, or' },
  { pattern: /\b(?:is|are|was|were|be|been|being) told\b/i, instead: 'gets, reads, is notified, is distinguished' },
  { pattern: /\b(?:hears?|heard|hearing)\b/i, instead: 'consumes, is notified of' },
  { pattern: /\banother than\b/i, instead: 'different from' },
  { pattern: /\bas good as (?:no|none|nothing)\b/i, instead: 'treated as not found' },
  { pattern: /\b(?:no|any|every)body['’]s\b/i, instead: 'name the owner: no user, public' },
  { pattern: /\bsomebody(?: else)?['’]s\b/i, instead: "another user's" },
  { pattern: /\b(?:what|that|which) (?:is|are) no(?:ne)?\b(?! (?:longer|more|other))/i, instead: 'is not a' },
  { pattern: /\b(?:is|are) said (?:of|to|once|twice|only)\b/i, instead: 'is stated, is stored' },
  { pattern: /\bat most so many\b/i, instead: 'limit on' },
  { pattern: /\bmend(?:s|ed|ing)?\b/i, instead: 'fix' },
  { pattern: /\bgive[ns]? free\b/i, instead: 'release' },
  { pattern: /\bdoing it twice\b/i, instead: 'idempotent' },
  { pattern: /\bcomes? to nothing\b/i, instead: 'has no effect' },
];

/** Sentences whose subject is a clause: they begin with the noun instead. */
const SUBJECTLESS = /^(?:What|By what|Of what|That there) .*\.$/;

export interface Finding {
  readonly line: number;
  readonly rule: 'dialect' | 'subjectless' | 'long-sentence' | 'long-line';
  readonly message: string;
}

/** All that is against the rules of language in a paragraph, in the order of its lines. */
export function check(paragraph: Paragraph): Finding[] {
  const found = dialectIn(paragraph);
  if (paragraph.kind !== 'string') found.push(...sentenceFindings(paragraph), ...longLines(paragraph.lines));
  return found.sort((left, right) => left.line - right.line);
}

const textOf = ({ lines }: Paragraph): string => lines.map(({ text }) => text).join(' ');

/** The line that holds a position of the paragraph's text. */
function lineAt({ lines }: Paragraph, position: number): number {
  let end = 0;
  for (const { number, text } of lines) {
    end += text.length + 1;
    if (position < end) return number;
  }
  return lines.at(-1)?.number ?? 0;
}

function dialectIn(paragraph: Paragraph): Finding[] {
  const text = textOf(paragraph);
  return DIALECT.flatMap(({ pattern, instead }) =>
    [...text.matchAll(new RegExp(pattern, 'gi'))].map(
      (match): Finding => ({
        line: lineAt(paragraph, match.index),
        rule: 'dialect',
        message: `"${match[0]}": ${instead}`,
      }),
    ),
  );
}

/** A full stop ends a sentence before a capital, a digit or code, but not after an abbreviation. */
const SENTENCE =
  /(?:\b(?:e\.g|i\.e|etc|vs|cf|approx|No)\.|[^.!?]|[.!?](?!["”’')]*\s+["“‘'(]?[A-Z0-9`x]))+(?:[.!?]+["”’')]*|$)/g;

function sentenceFindings(paragraph: Paragraph): Finding[] {
  return [...textOf(paragraph).matchAll(SENTENCE)].flatMap((match): Finding[] => {
    const sentence = match[0].trim();
    const line = lineAt(paragraph, match.index + match[0].length - match[0].trimStart().length);
    const words = sentence.split(/\s+/).filter((word) => /[\p{L}\d]/u.test(word)).length;
    const isSubjectless = paragraph.kind === 'comment' && SUBJECTLESS.test(sentence);
    return [
      ...(words > MAX_WORDS
        ? [{ line, rule: 'long-sentence', message: `${words} words; at most ${MAX_WORDS}` } as const]
        : []),
      ...(isSubjectless
        ? [{ line, rule: 'subjectless', message: `begins with "${sentence.slice(0, 20)}…": name the noun` } as const]
        : []),
    ];
  });
}

const longLines = (lines: readonly Line[]): Finding[] =>
  lines
    .filter(({ width }) => width > MAX_COLUMNS)
    .map(({ number, width }) => ({
      line: number,
      rule: 'long-line',
      message: `${width} columns; at most ${MAX_COLUMNS}`,
    }));
