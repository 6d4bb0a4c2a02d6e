// Runs before `npm start` and `npm test`, on any version of Node, when nothing may be installed
// yet. It is therefore plain JavaScript without dependencies.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const stamp = `${root}node_modules/.souk-installed`;
const wanted = createHash('sha256')
  .update(readFileSync(`${root}package-lock.json`))
  .digest('hex');

if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== wanted) {
  console.log('Installing dependencies (once)…');
  const npm = process.env.npm_execpath;
  const [command, ...first] = npm ? [process.execPath, npm] : ['npm'];
  const { status } = spawnSync(
    command,
    [...first, 'install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error'],
    {
      cwd: root,
      stdio: 'inherit',
      shell: !npm && process.platform === 'win32',
    },
  );
  if (status !== 0) {
    console.error('The dependencies could not be installed: see npm’s message above.');
    process.exit(status ?? 1);
  }
  writeFileSync(stamp, wanted);
}

// Node runs .ts files itself from version 24 on. Where a platform package brings Node 24, any older
// Node is enough to get here.
const node = spawnSync(`${root}node_modules/.bin/node`, ['-p', 'process.versions.node'], {
  encoding: 'utf8',
  shell: process.platform === 'win32',
});
const version = node.status === 0 ? node.stdout.trim() : process.versions.node;
if (Number.parseInt(version, 10) < 24) {
  console.error(
    `Souk needs Node 24 or newer on this platform (found ${version}): install it from https://nodejs.org and try again.`,
  );
  process.exit(1);
}
