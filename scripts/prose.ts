import ts from 'typescript';

/** Text that people read, as one paragraph: a comment's, a string or a paragraph of markdown. */
export interface Paragraph {
  readonly kind: 'comment' | 'string' | 'markdown';
  readonly lines: readonly Line[];
}

export interface Line {
  /** From 1, in the file. */
  readonly number: number;
  /** Without comment marks, list marks and tags; inline code is one word. */
  readonly text: string;
  /** The columns of the whole line in the file, without URLs and the targets of links. */
  readonly width: number;
}

const MARKDOWN = /\.md$/;
const LIST_MARK = /^\s*(?:[-*+]|\d+\.)\s+/;
/** Comments for tools, which must stand in one line. */
const DIRECTIVE = /^(?:biome-ignore|@ts-|\/\s*<reference|c8 ignore|v8 ignore)/;
const UNBREAKABLE = /\]\([^)]*\)|https?:\/\/\S+/g;

/** The prose of a file of TypeScript, JavaScript or markdown. */
export const proseOf = (path: string, content: string): Paragraph[] =>
  MARKDOWN.test(path) ? markdownProse(content) : codeProse(path, content);

const widthOf = (raw: string): number => [...raw.replace(UNBREAKABLE, '')].length;

/** Inline code reads as one word, and so does a link's text followed by its target. */
const plain = (text: string): string =>
  text.replace(/`[^`]*`/g, (code) => 'x'.repeat(code.length)).replace(/\]\([^)]*\)/g, ']');

function markdownProse(content: string): Paragraph[] {
  const paragraphs: Line[][] = [];
  let [isOpen, fence, generated] = [false, '', ''];
  for (const [index, raw] of content.split('\n').entries()) {
    const mark = /^\s*(```+|~~~+)/.exec(raw)?.[1] ?? '';
    if (fence !== '') {
      if (mark.startsWith(fence)) fence = '';
      continue;
    }
    fence = mark;
    const [, slash = '', marker = ''] = /^<!--\s*(\/?)(\w+).*-->\s*$/.exec(raw) ?? [];
    if (marker !== '') generated = slash === '' && content.includes(`<!-- /${marker}`) ? marker : '';
    const isProse = fence === '' && generated === '' && !/^\s*(?:\||#|<|!\[)/.test(raw) && raw.trim() !== '';
    if (isProse && (!isOpen || LIST_MARK.test(raw))) paragraphs.push([]);
    isOpen = isProse;
    if (!isProse) continue;
    const text = plain(raw.replace(LIST_MARK, '').trim());
    paragraphs.at(-1)?.push({ number: index + 1, text, width: widthOf(raw) });
  }
  return paragraphs.map((lines) => ({ kind: 'markdown', lines }));
}

function codeProse(path: string, content: string): Paragraph[] {
  const source = ts.createSourceFile(path, content, ts.ScriptTarget.Latest, true);
  const rawLines = content.split('\n');
  const comments = new Map<number, ts.CommentRange>();
  const strings: Paragraph[] = [];
  const lineAt = (position: number): number => source.getLineAndCharacterOfPosition(position).line;
  const visit = (node: ts.Node): void => {
    const string = stringOf(node);
    if (string !== undefined) {
      const first = lineAt(node.getStart());
      const lines = string.split('\n');
      strings.push({
        kind: 'string',
        lines: lines.map((text, index) => ({ number: first + index + 1, text: text.trim(), width: 0 })),
      });
    }
    if (node.getChildCount() === 0 && !ts.isJsxText(node)) {
      for (const range of ts.getLeadingCommentRanges(content, node.pos) ?? []) comments.set(range.pos, range);
      for (const range of ts.getTrailingCommentRanges(content, node.end) ?? []) comments.set(range.pos, range);
    }
    for (const child of node.getChildren()) visit(child);
  };
  visit(source);
  const ordered = [...comments.values()].sort((left, right) => left.pos - right.pos);
  const lines = ordered.flatMap((range): CommentLine[] => {
    const isBlock = range.kind === ts.SyntaxKind.MultiLineCommentTrivia;
    const first = lineAt(range.pos);
    return content
      .slice(range.pos, range.end)
      .split('\n')
      .map((text, index) => ({
        text: unmarked(text, isBlock),
        number: first + index + 1,
        isBlock,
        isFirst: index === 0,
      }))
      .map((line) => ({ ...line, width: widthOf(rawLines[line.number - 1] ?? '') }));
  });
  return [...commentParagraphs(lines), ...strings];
}

/** A string's text, a template's values being a word each. */
function stringOf(node: ts.Node): string | undefined {
  if (ts.isStringLiteralLike(node) || ts.isJsxText(node)) return node.getText();
  if (!ts.isTemplateExpression(node)) return undefined;
  const spans = node.templateSpans.map(({ expression, literal }) => {
    const lines = expression.getText().split('\n').length;
    return `x${'\n'.repeat(lines - 1)}${literal.getText()}`;
  });
  return `${node.head.getText()}${spans.join('')}`.replaceAll('${', '').replaceAll('}', '');
}

interface CommentLine extends Line {
  readonly isBlock: boolean;
  readonly isFirst: boolean;
}

const unmarked = (text: string, isBlock: boolean): string =>
  isBlock
    ? text
        .replace(/^\s*\/\*\*?/, '')
        .replace(/\*\/\s*$/, '')
        .replace(/^\s*\*(?: |$)/, '')
        .trim()
    : text.replace(/^\/\/\s?/, '').trim();

/** Joins lines that run on; a blank line, a list entry, a tag and another block begin anew. */
function commentParagraphs(lines: readonly CommentLine[]): Paragraph[] {
  const paragraphs: Line[][] = [];
  let [last, isExample] = [undefined as CommentLine | undefined, false];
  for (const line of lines) {
    const tag = line.isBlock ? /^@(\w+)/.exec(line.text)?.[1] : undefined;
    if (line.isFirst || tag !== undefined) isExample = tag === 'example';
    if (line.text !== '' && !isExample && !DIRECTIVE.test(line.text)) {
      const runsOn =
        last?.number === line.number - 1 &&
        last.text !== '' &&
        !(line.isBlock && line.isFirst) &&
        tag === undefined &&
        !LIST_MARK.test(line.text);
      if (!runsOn) paragraphs.push([]);
      const text = plain(line.text.replace(LIST_MARK, '').replace(/^@(?:param\s+\S+|throws\s+\S+|\w+)\s*/, ''));
      paragraphs.at(-1)?.push({ number: line.number, text, width: line.width });
    }
    last = line;
  }
  return paragraphs.map((own) => ({ kind: 'comment', lines: own }));
}
