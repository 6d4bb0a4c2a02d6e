import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const ROOT = join(import.meta.dirname, '..');

/**
 * Files that are made from data: path from the repository's root → the text that belongs there,
 * given the present one.
 */
export type Generated = Readonly<Record<string, (present: string) => string>>;

/**
 * Replaces the text between `<!-- name -->` and `<!-- /name -->`.
 *
 * @throws Error when there is no such pair of markers, or more than one: text after the first
 * would stay stale.
 */
export function replaceBetween(text: string, name: string, content: string): string {
  const [start, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const [from, to] = [text.indexOf(start), text.indexOf(end)];
  if (from < 0 || to < from || from !== text.lastIndexOf(start) || to !== text.lastIndexOf(end)) {
    throw new Error(`The text needs exactly one place between ${start} and ${end}.`);
  }
  return `${text.slice(0, from + start.length)}\n\n${content}\n\n${text.slice(to)}`;
}

/** @param rows the first one is the head. */
export const markdownTable = ([head = [], ...rows]: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');

const present = (path: string): string => (existsSync(join(ROOT, path)) ? readFileSync(join(ROOT, path), 'utf8') : '');

function textOf(path: string, generate: Generated[string]): string {
  try {
    return generate(present(path));
  } catch (error) {
    throw new Error(`${path} can't be generated.`, { cause: error });
  }
}

/**
 * The files that differ from what their data says.
 *
 * @throws Error with the path of a file that can't be generated; the reason is its cause.
 */
export const staleFiles = (files: Generated): string[] =>
  Object.entries(files).flatMap(([path, generate]) => (textOf(path, generate) === present(path) ? [] : [path]));

/**
 * The options that a script was started with. Any other one ends it with status 2: a mistyped
 * `--check` must not write files.
 *
 * @param others the name of further arguments, such as `path…`, if it takes any.
 */
export function optionsOf<const Option extends `--${string}`>(known: readonly Option[], others = ''): Set<Option> {
  const [, script = '', ...given] = process.argv;
  const isKnown = (argument: string): argument is Option => (known as readonly string[]).includes(argument);
  const unknown = given.filter((argument) => !isKnown(argument) && (others === '' || argument.startsWith('-')));
  if (unknown.length > 0) {
    const usage = [...known.map((option) => `[${option}]`), ...(others ? [`[${others}]`] : [])].join(' ');
    console.error(`Unknown: ${unknown.join(' ')}. Usage: node ${relative(process.cwd(), script)} ${usage}`);
    process.exit(2);
  }
  return new Set(given.filter(isKnown));
}

/**
 * Whether no file is stale. Names each one that is, on stderr.
 *
 * @param command what makes the files.
 */
export function areCurrent(files: Generated, command: string): boolean {
  const stale = staleFiles(files);
  for (const path of stale) console.error(`${path} is stale: run \`${command}\`.`);
  return stale.length === 0;
}

export function writeFiles(files: Generated): void {
  for (const [path, generate] of Object.entries(files)) writeFileSync(join(ROOT, path), textOf(path, generate));
}

/** For a script: writes the files, or with `--check` only fails when one is stale. */
export function writeOrCheck(files: Generated, command: string): void {
  if (!optionsOf(['--check']).has('--check')) writeFiles(files);
  else if (!areCurrent(files, command)) process.exit(1);
}
