import type { IncomingMessage, ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import * as z from 'zod';
import type { CloudClock } from '../../cloud/cloud-clock.ts';
import type { Mail } from '../../cloud/services/mailbox.ts';
import { refusalOf } from '../../guard/guard.ts';
import { NOT_ALLOWED, Refusal, refuse } from './answer.ts';
import { changeFaults } from './faults.ts';
import type { ConsoleOptions } from './options.ts';
import { loadPage, PAGE_POLICY } from './page.ts';
import { redrive } from './queues.ts';
import { type View, viewsOf } from './views.ts';

/** A file with its content type, for a browser. */
interface File {
  readonly type: string;
  readonly content: string | Uint8Array;
  /** The content security policy of the file. */
  readonly policy?: string;
}

/** A mail's HTML is not trusted: it is shown, but runs, loads and sends nothing. */
const MAIL_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; sandbox";

/**
 * Handles requests under `/_local`: a page for people, the cloud's state as JSON, the fault switch
 * and the clock. Never rejects.
 */
export function createConsole(
  options: ConsoleOptions,
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const views = viewsOf(options);
  return async (request, response) => {
    try {
      const refusal = refusalOf(request, { pages: true });
      if (refusal !== undefined) return sendJson(response, refuse(403, refusal));
      const path = pathOf(request);
      const file = await fileAt(path, request, options);
      if (file) sendFile(response, file);
      else sendJson(response, await answer(path, request, views, options));
    } catch (error) {
      options.log(`${request.method} ${request.url}: ${(error as Error).message}`);
      sendJson(response, refuse(500, (error as Error).message));
    }
  };
}

/** The parts of the path after `/_local`, decoded; none of them is empty. */
function pathOf(request: IncomingMessage): string[] {
  const parts = (request.url ?? '/').split('?')[0]?.split('/').slice(2) ?? [];
  return parts.filter((part) => part !== '').map(decoded);
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

async function fileAt(
  [name, id, part]: readonly string[],
  { method, headers }: IncomingMessage,
  { handles }: ConsoleOptions,
): Promise<File | undefined> {
  if (method !== 'GET') return undefined;
  if (name === undefined && headers.accept?.includes('text/html')) {
    return { type: 'text/html', content: (await loadPage()).html, policy: PAGE_POLICY };
  }
  if (name === 'page.js') return { type: 'text/javascript', content: (await loadPage()).script };
  if (name === 'page.css') return { type: 'text/css', content: (await loadPage()).style };
  if (name !== 'mails' || part !== 'html') return undefined;
  const mails = (await (await fetch(handles.mailUrl())).json()) as readonly Mail[];
  const mail = mails.find(({ messageId }) => messageId === id);
  return mail && { type: 'text/html', content: mail.html, policy: MAIL_POLICY };
}

async function answer(
  [name, ...rest]: readonly string[],
  request: IncomingMessage,
  views: ReadonlyMap<string, View>,
  options: ConsoleOptions,
): Promise<unknown> {
  if (name === 'faults') return changeFaults(request, options.faults, rest[0]);
  if (name === 'clock') return moveClock(request, options.clock);
  const [queue, action] = rest;
  if (name === 'queues' && queue !== undefined && action === 'redrive') {
    return request.method === 'POST' ? redrive(options.handles.queues, queue) : NOT_ALLOWED;
  }
  if (request.method !== 'GET') return NOT_ALLOWED;
  if (name === undefined) return { pages: [...views.keys(), 'faults', 'clock'].map((page) => `/_local/${page}`) };
  const view = views.get(name);
  return view ? view(rest, new URLSearchParams((request.url ?? '').split('?')[1])) : refuse(404, 'Not Found');
}

const move = z.strictObject({
  advanceSeconds: z
    .int()
    .min(1)
    .max(366 * 86_400),
});

async function moveClock(request: IncomingMessage, clock: CloudClock): Promise<unknown> {
  if (request.method === 'POST') {
    const parsed = move.safeParse(await json(request).catch(() => undefined));
    if (!parsed.success) return refuse(400, z.prettifyError(parsed.error));
    await clock.advance(parsed.data.advanceSeconds);
  } else if (request.method !== 'GET') return NOT_ALLOWED;
  return { now: new Date(clock.now()).toISOString(), aheadSeconds: clock.aheadSeconds() };
}

function sendJson(response: ServerResponse, answered: unknown): void {
  const refused = answered instanceof Refusal;
  const body = refused ? { message: answered.message } : answered;
  response
    .writeHead(refused ? answered.status : 200, {
      'content-type': 'application/json',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    })
    .end(`${JSON.stringify(body, undefined, 2)}\n`);
}

function sendFile(response: ServerResponse, { type, content, policy }: File): void {
  response
    .writeHead(200, {
      'content-type': `${type}; charset=utf-8`,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      ...(policy === undefined ? {} : { 'content-security-policy': policy }),
    })
    .end(content);
}
