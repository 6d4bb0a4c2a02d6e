import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const { API_URL = '', ADMIN_EMAIL: email, ADMIN_PASSWORD: password, CONSOLE_URL } = process.env;

/** The commands under a heading of the README, as a reader would paste them. */
async function commandsUnder(heading: string): Promise<string> {
  const readme = await readFile(join(import.meta.dirname, '..', '..', 'README.md'), 'utf8');
  const chapter = readme.split(/^## /m).find((text) => text.startsWith(heading)) ?? '';
  return [...chapter.matchAll(/^```sh\n(.*?)^```/gms)].map(([, commands]) => commands).join('\n');
}

// The session is for the local cloud: it reads the admin's password from the file that `npm start`
// writes.
it.runIf(CONSOLE_URL)('The README’s session, pasted as it is, places an order and sets stock', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'souk-readme-'));
  await mkdir(join(folder, '.local'));
  await writeFile(join(folder, '.local', 'outputs.json'), JSON.stringify({ admin: { email, password } }));
  const commands = (await commandsUnder('Place an order')).replace(/^API=.*$/m, `API=${API_URL}`);

  const { stdout } = await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', commands], { cwd: folder });

  expect(stdout).toContain('"status":"confirmed"');
  expect(stdout).toContain('"onHand":300');
  expect(stdout).not.toContain('urn:souk:problem');
  await rm(folder, { recursive: true });
});
