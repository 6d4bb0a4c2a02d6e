import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { ShopOutputs } from '../../local/shop/outputs.ts';

const MAIN = join(import.meta.dirname, '../../local/shop/main.ts');

let folder: string;
let shop: ChildProcess;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'souk-signals-'));
});
afterAll(async () => {
  shop.kill('SIGKILL');
  await rm(folder, { recursive: true, force: true });
});

const outputsFile = () => join(folder, '.local/outputs.json');

/** `npm start` on the data of the one before. */
async function start(): Promise<{ readonly outputs: ShopOutputs; readonly errors: () => string }> {
  const options = ['--port', '0', '--no-seed', '--data', 'data'];
  shop = spawn(process.execPath, [MAIN, ...options], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  let [said, errors] = ['', ''];
  shop.stdout?.on('data', (chunk) => {
    said += chunk;
  });
  shop.stderr?.on('data', (chunk) => {
    errors += chunk;
  });
  await vi.waitFor(() => expect(said).toContain('Souk is ready'), { timeout: 150_000, interval: 50 });
  return { outputs: JSON.parse(await readFile(outputsFile(), 'utf8')), errors: () => errors };
}

let token: string | undefined;

it.each(['SIGHUP', 'SIGTERM', 'SIGINT'] as const)(
  'A shop that %s ends stops well, and the next one has its data.',
  { timeout: 300_000 },
  async (signal) => {
    const { outputs, errors } = await start();
    const cart = (headers: Record<string, string>) => fetch(`${outputs.apiUrl}/cart`, { headers });
    if (token !== undefined) expect((await cart({ 'x-cart-token': token })).status).toBe(200);
    const made = await fetch(`${outputs.apiUrl}/carts`, { method: 'POST' });
    token = ((await made.json()) as { token: string }).token;

    shop.kill(signal);
    const ended = await once(shop, 'exit');

    expect([ended, errors()]).toEqual([[0, null], '']);
    await expect(access(outputsFile())).rejects.toThrow('ENOENT');
  },
);
