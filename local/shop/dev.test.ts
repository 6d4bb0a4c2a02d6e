import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

const checkout = join(import.meta.dirname, '../..');
const LEFT_OUT = new Set(['node_modules', '.git', '.local', 'dist', 'cdk.out', 'tests', 'bench']);
const REFUSAL = 'functions/cart/use-cases/change-cart.ts';

describe('npm run dev', () => {
  let copy: string;
  let dev: ChildProcess;
  let said = '';
  let apiUrl = '';

  beforeAll(async () => {
    copy = await mkdtemp(join(tmpdir(), 'souk-dev-'));
    await cp(checkout, copy, { recursive: true, filter: (path) => !LEFT_OUT.has(basename(path)) });
    await symlink(join(checkout, 'node_modules'), join(copy, 'node_modules'));
    dev = spawn(process.execPath, ['local/shop/main.ts', '--watch', '--port', '0'], {
      cwd: copy,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    dev.stdout?.on('data', (chunk) => {
      said += chunk;
    });
    await vi.waitFor(() => expect(said).toContain('Souk is ready'), { timeout: 150_000, interval: 50 });
    apiUrl = /API +(\S+)/.exec(said)?.[1] ?? '';
  });
  afterAll(async () => {
    dev.kill('SIGTERM');
    await once(dev, 'exit');
    await rm(copy, { recursive: true });
  });

  const edit = async (path: string, from: string, to: string): Promise<void> => {
    const source = await readFile(join(copy, path), 'utf8');
    expect(source).toContain(from);
    await writeFile(join(copy, path), source.replace(from, to));
  };
  const call = async (method: string, path: string, token: string, body?: object) => {
    const headers = { 'x-cart-token': token, 'content-type': 'application/json' };
    const answer = await fetch(`${apiUrl}${path}`, { method, headers, ...(body && { body: JSON.stringify(body) }) });
    return (await answer.json()) as { id?: string; token?: string; detail?: string; items?: unknown[] };
  };
  const toSay = (text: string | RegExp) =>
    vi.waitFor(() => expect(said).toMatch(text), { timeout: 60_000, interval: 20 });
  const refusal = async (token: string) =>
    (await call('POST', '/cart/items', token, { sku: 'NOWHERE', quantity: 1 })).detail;

  it('runs an edited function with its state, keeps the old code while the new does not compile, and reports what needs a restart', async () => {
    const { token = '' } = await call('POST', '/carts', '');
    const { id } = await call('POST', '/cart/items', token, { sku: 'spoon-olive', quantity: 2 });
    expect(await refusal(token)).toBe('NOWHERE is not sold here.');

    await edit(REFUSAL, 'is not sold here.', 'is sold elsewhere.');
    await toSay(/reloaded souk-local-cart-api in \d+\.\d s/);
    expect(await refusal(token)).toBe('NOWHERE is sold elsewhere.');
    expect(await call('GET', '/cart', token)).toMatchObject({ id, items: [{ sku: 'spoon-olive', quantity: 2 }] });

    await edit(REFUSAL, 'is sold elsewhere.`', 'is half an edit');
    await toSay(/not reloaded, the functions run as before:[\s\S]*change-cart\.ts/);
    expect(await refusal(token)).toBe('NOWHERE is sold elsewhere.');

    await edit(REFUSAL, 'is half an edit', 'is sold out.`');
    await vi.waitFor(async () => expect(await refusal(token)).toBe('NOWHERE is sold out.'), { timeout: 60_000 });

    await edit('functions/cart/contract/index.ts', "path: '/carts'", "path: '/baskets'");
    await toSay(
      /functions\/cart\/contract\/index\.ts: restart to deploy \d+ changed resources of souk-local-api .*Route/,
    );
    expect(await call('GET', '/cart', token)).toMatchObject({ id });
  }, 240_000);
});
