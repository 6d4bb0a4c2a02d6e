// Knows whether this checkout is installed. It runs on old versions of Node, as platform.mjs does.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { nodeFor, npmCommand, thisPlatform } from './platform.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const stamp = `${root}node_modules/.souk-installed`;

/** Ends the process with a message if no Node that is new enough can be had here. */
export function checkNode() {
  const node = nodeFor(thisPlatform());
  if (node.problem) fail(node.problem);
}

/**
 * Whether the packages of the lock file are installed, and a Node that runs them.
 *
 * @param {boolean} withTools with what only tests and checks need, `devDependencies`
 */
export function isInstalled(withTools) {
  const isComplete = existsSync(stamp) && readFileSync(stamp, 'utf8') === lockHash();
  const hasNode = nodeFor(thisPlatform()).from === 'machine' || existsSync(`${root}node_modules/.bin/node`);
  return isComplete && hasNode && (!withTools || hasTools());
}

/**
 * Installs the packages of the lock file.
 *
 * @param {boolean} withTools also `devDependencies`; who has some of them keeps them anyway
 */
export function installPackages(withTools) {
  const scope = withTools || hasSomeTools() ? '--include=dev' : '--omit=dev';
  runNpm(['install', '--no-save', scope], 'The dependencies could not be installed: see npm’s message above.');
}

/** Adds Node where the machine's is too old, and remembers what is installed. */
export function completeInstallation() {
  const node = nodeFor(thisPlatform());
  if (node.problem) fail(node.problem);
  if (node.from === 'package') {
    console.log(`Node ${process.versions.node} is too old: ${node.name} is installed for this checkout.`);
    runNpm(['install', '--no-save', node.name], `${node.name} could not be installed: see npm’s message above.`);
  }
  writeFileSync(stamp, lockHash());
}

const tools = () => Object.keys(JSON.parse(readFileSync(`${root}package.json`, 'utf8')).devDependencies);
const isThere = (name) => existsSync(`${root}node_modules/${name}/package.json`);
const hasTools = () => tools().every(isThere);
const hasSomeTools = () => isThere('vitest');

const lockHash = () =>
  createHash('sha256')
    .update(readFileSync(`${root}package-lock.json`))
    .digest('hex');

function runNpm(args, failure) {
  const { command, args: all, shell } = npmCommand([...args, '--no-audit', '--no-fund', '--loglevel=error']);
  const { status } = spawnSync(command, all, { cwd: root, stdio: 'inherit', shell });
  if (status !== 0) fail(failure);
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
