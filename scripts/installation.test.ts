import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

/** Stands for npm: notes its arguments, and makes the folders of what it would install. */
const NPM = `
  import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
  const args = process.argv.slice(2);
  appendFileSync('npm.log', args.slice(0, 3).join(' ') + '\\n');
  const { dependencies, devDependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
  const names = Object.keys(args.includes('--omit=dev') ? dependencies : { ...dependencies, ...devDependencies });
  for (const name of names) {
    mkdirSync('node_modules/' + name, { recursive: true });
    writeFileSync('node_modules/' + name + '/package.json', '{}');
  }`;

let checkout: string;

beforeEach(() => {
  checkout = mkdtempSync(join(tmpdir(), 'souk-checkout-'));
  const here = join(import.meta.dirname, '..');
  const copied = ['installation', 'ensure-installed', 'platform'].map((name) => `scripts/${name}.mjs`);
  for (const file of [...copied, 'package.json', 'package-lock.json']) cpSync(join(here, file), join(checkout, file));
  writeFileSync(join(checkout, 'npm.mjs'), NPM);
});

afterEach(() => rmSync(checkout, { recursive: true, force: true }));

function ensureInstalled(...args: string[]): void {
  const { status, stderr } = spawnSync(process.execPath, ['scripts/ensure-installed.mjs', ...args], {
    cwd: checkout,
    encoding: 'utf8',
    env: { ...process.env, npm_execpath: join(checkout, 'npm.mjs') },
  });
  expect(stderr).toBe('');
  expect(status).toBe(0);
}

const installs = (): string[] => {
  const log = join(checkout, 'npm.log');
  return existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n') : [];
};

describe('the installation before a command', () => {
  it('leaves the tools of tests out for `npm start`, and happens once', () => {
    ensureInstalled();
    ensureInstalled();
    expect(installs()).toEqual(['install --no-save --omit=dev']);
  });

  it('adds the tools before `npm test`, and `npm start` keeps them when the lock file changes', () => {
    ensureInstalled();
    ensureInstalled('--with-tools');
    ensureInstalled('--with-tools');
    ensureInstalled();
    expect(installs()).toEqual(['install --no-save --omit=dev', 'install --no-save --include=dev']);

    writeFileSync(join(checkout, 'package-lock.json'), '{}');
    ensureInstalled();
    expect(installs().at(2)).toBe('install --no-save --include=dev');
  });
});
