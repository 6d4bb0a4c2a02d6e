import { existsSync, readFileSync, statSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { dirname, resolve } from 'node:path';

const POSITION = /(\/|[A-Za-z]:[\\/])[^()\n"]*?\.[cm]?js:\d+:\d+/g;

/** The maps by file, read when an error first shows a position in it. */
const maps = new Map<string, { readonly version: number; readonly map: SourceMap | undefined }>();

/**
 * The text with each position in a bundle replaced by the one in its source, as Node does with
 * `--enable-source-maps`. Only what is shown is mapped: a thrown error costs nothing.
 */
export function sourcePositions(text: string): string {
  return text.includes('.js:') || text.includes('.cjs:') ? text.replace(POSITION, inSource) : text;
}

function inSource(position: string): string {
  const [, file = '', line, column] = /^(.*):(\d+):(\d+)$/.exec(position) ?? [];
  const entry = mapOf(file)?.findEntry(Number(line) - 1, Number(column) - 1);
  if (!entry || !('originalSource' in entry)) return position;
  const source = resolve(dirname(file), entry.originalSource.replace(/^file:\/\//, ''));
  return `${source}:${entry.originalLine + 1}:${entry.originalColumn + 1}`;
}

function mapOf(file: string): SourceMap | undefined {
  const path = `${file}.map`;
  if (!existsSync(path)) return undefined;
  const version = statSync(path).mtimeMs;
  const known = maps.get(file);
  if (known?.version === version) return known.map;
  const map = new SourceMap(JSON.parse(readFileSync(path, 'utf8')));
  maps.set(file, { version, map });
  return map;
}
