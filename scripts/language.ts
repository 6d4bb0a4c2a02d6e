import { globSync, readFileSync, statSync } from 'node:fs';
import { optionsOf } from './generated.ts';
import { check } from './language-rules.ts';
import { proseOf } from './prose.ts';

/**
 * Checks the language of comments, strings and markdown: `node scripts/language.ts [path…]`. Prints
 * `file:line rule: message` for each finding, and fails if there is one.
 */
const FILES = '**/*.{ts,tsx,mjs,cjs,md}';
const EXCLUDED = ['node_modules', 'cdk.out', 'dist', '.local', '.git'];
/** Generated, or the words that the rules look for. */
const LEFT_OUT = /^(?:tests\/e2e\/openapi-types|scripts\/language(?:-rules|\.test))\.ts$/;

optionsOf([], 'path…');
const paths = process.argv.slice(2);
const files = (paths.length > 0 ? paths : ['.']).flatMap((path) =>
  statSync(path).isDirectory()
    ? globSync(`${path === '.' ? '' : `${path.replace(/\/$/, '')}/`}${FILES}`, {
        exclude: (name) => EXCLUDED.includes(name.split('/').at(-1) ?? ''),
      })
    : [path],
);

const counts = new Map<string, number>();
for (const file of files.filter((path) => !LEFT_OUT.test(path)).sort()) {
  const findings = proseOf(file, readFileSync(file, 'utf8')).flatMap(check);
  for (const { line, rule, message } of findings.sort((left, right) => left.line - right.line)) {
    counts.set(rule, (counts.get(rule) ?? 0) + 1);
    console.log(`${file}:${line} ${rule}: ${message}`);
  }
}
if (counts.size > 0) {
  console.error([...counts].map(([rule, count]) => `${rule}: ${count}`).join(', '));
  process.exit(1);
}
