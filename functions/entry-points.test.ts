import { globSync, readFileSync } from 'node:fs';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { shop } from './index.ts';

/**
 * An entry point, or a group of its handlers, fits on a screen: a longer one serves more than one
 * resource, or decides something. The longest today, of the cart, has 71 lines.
 */
const MOST_LINES = 80;
/** Enough to pass a refusal on, and to choose between two ways to present a value. */
const MOST_BRANCHES = 2;
/** The room for what several entry points of a domain share. */
const SHARED_ROOM = 'wiring';

const files = globSync('functions/*/entry/**/*.ts', { cwd: `${import.meta.dirname}/..` })
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => !path.endsWith('.test.ts'))
  .sort();

const sources = shop.functions.map(({ source }) => source);

/**
 * Syntax that decides or repeats something: that belongs to a use case, where a unit test reaches
 * it.
 */
const FORBIDDEN = new Map([
  [ts.SyntaxKind.ForStatement, 'a loop'],
  [ts.SyntaxKind.ForInStatement, 'a loop'],
  [ts.SyntaxKind.ForOfStatement, 'a loop'],
  [ts.SyntaxKind.WhileStatement, 'a loop'],
  [ts.SyntaxKind.DoStatement, 'a loop'],
  [ts.SyntaxKind.SwitchStatement, 'a switch'],
  [ts.SyntaxKind.TryStatement, 'a try'],
]);

const isVariable = (node: ts.Node): boolean =>
  ts.isVariableDeclarationList(node) && (node.flags & ts.NodeFlags.BlockScoped) !== ts.NodeFlags.Const;

const isBranch = (node: ts.Node): boolean => ts.isIfStatement(node) || ts.isConditionalExpression(node);

/** Everything in a source file that goes beyond wiring, each with its line. */
function rulesIn(text: string): string[] {
  const file = ts.createSourceFile('entry.ts', text, ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const note = (node: ts.Node, what: string) =>
    found.push(`line ${file.getLineAndCharacterOfPosition(node.getStart()).line + 1}: ${what}`);
  /** @returns how many branches are below the node, without those of functions in it. */
  const visit = (node: ts.Node): number => {
    const forbidden = isVariable(node) ? 'a variable that changes' : FORBIDDEN.get(node.kind);
    if (forbidden) note(node, forbidden);
    let branches = isBranch(node) ? 1 : 0;
    node.forEachChild((child) => {
      branches += visit(child);
    });
    if (!ts.isFunctionLike(node)) return branches;
    if (branches > MOST_BRANCHES) note(node, `${branches} branches in a function`);
    return 0;
  };
  visit(file);
  return found;
}

test('The files in the entry folders are the entry points of the manifests.', () => {
  const direct = files.filter((path) => path.split('/').length === 4);

  expect(direct).toEqual([...sources].sort());
});

test('A folder in an entry folder is named after the entry point that it belongs to, or is shared by several.', () => {
  const folders = new Set(
    files.filter((path) => path.split('/').length > 4).map((path) => path.replace(/\/[^/]+$/, '')),
  );
  const rooms = [...sources.map((source) => source.replace(/\.ts$/, '')), ...sources.map(sharedRoomOf)];

  expect([...folders].filter((folder) => !rooms.includes(folder))).toEqual([]);
});

const sharedRoomOf = (source: string): string => source.replace(/[^/]+$/, SHARED_ROOM);

test.each(files)('%s wires, and decides nothing.', (path) => {
  const text = readFileSync(`${import.meta.dirname}/../${path}`, 'utf8');

  expect(text.trimEnd().split('\n').length).toBeLessThanOrEqual(MOST_LINES);
  expect(rulesIn(text)).toEqual([]);
});

test.each([
  ['for (const id of ids) await erase(id);', 'a loop'],
  ['for (const name in members) show(name);', 'a loop'],
  ['for (;;) poll();', 'a loop'],
  ['while (cursor) await read(cursor);', 'a loop'],
  ['do { await read(cursor); } while (cursor);', 'a loop'],
  ['let cursor: string | undefined;', 'a variable that changes'],
  ['var cursor = 1;', 'a variable that changes'],
  ["switch (kind) { case 'set': break; }", 'a switch'],
  ['try { start(); } catch { warn(); }', 'a try'],
  ['const f = () => { if (a) return 1; if (b) return 2; return c ? 3 : 4; };', '3 branches in a function'],
])('A planted rule is caught: %s', (planted, what) => {
  expect(rulesIn(`const handler = async () => {\n${planted}\n};`)).toEqual([`line 2: ${what}`]);
});

test('Wiring is let through.', () => {
  const wiring = `const f = ({ caller }) => {
    const own = ownId(caller);
    if (!own.ok) return own;
    return answer(read(own.value), (user) => (isAdmin(caller) ? current(user) : reply(200, shown(user))));
  };`;

  expect(rulesIn(wiring)).toEqual([]);
});
