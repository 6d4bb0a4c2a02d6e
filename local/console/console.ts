import type { IncomingMessage, ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import * as z from 'zod';
import type { Service } from '../cloud.ts';
import type { CloudClock } from '../cloud-clock.ts';
import type { FaultSwitch } from '../faults/switch.ts';
import type { LambdaService } from '../lambda/service.ts';
import type { Services } from '../services/index.ts';
import type { Usage } from '../usage.ts';
import { changeFaults } from './faults.ts';

export interface ConsoleOptions {
  readonly services: Services;
  readonly all: ReadonlyMap<string, Service>;
  readonly lambda: LambdaService;
  readonly usage: Usage;
  readonly faults: FaultSwitch;
  readonly clock: CloudClock;
  /** The executions of the workflows, the tables and so on come from the service of this name. */
  readonly log: (line: string) => void;
}

type Page = () => Promise<unknown>;
export type Answer = { readonly status: number; readonly body: unknown };

/** Answers the pages under `/_local`, all JSON: what the cloud is doing, the fault switch and the clock. Never rejects. */
export function createConsole(
  options: ConsoleOptions,
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const pages = pagesOf(options);
  return async (request, response) => {
    try {
      const { status, body } = await answer(request, pages, options);
      send(response, status, body);
    } catch (error) {
      options.log(`${request.method} ${request.url}: ${(error as Error).message}`);
      send(response, 500, { message: (error as Error).message });
    }
  };
}

function pagesOf({ services, all, lambda, usage }: ConsoleOptions): ReadonlyMap<string, Page> {
  const inspect =
    (name: string): Page =>
    async () =>
      (await all.get(name)?.inspect?.()) ?? [];
  return new Map<string, Page>([
    ['routes', inspect('gateway')],
    ['executions', inspect('step-functions')],
    ['events', async () => services.events.recent()],
    ['queues', inspect('sqs')],
    ['mails', async () => (await fetch(services.mailUrl())).json()],
    ['tables', inspect('dynamodb')],
    ['event-sources', inspect('event-sources')],
    ['usage', async () => usage.lines()],
    [
      'functions',
      async () => {
        const status = (await lambda.inspect?.()) as { readonly name: string }[];
        const logs = lambda.logs();
        return status.map((pool) => ({ ...pool, log: logs[pool.name] ?? [] }));
      },
    ],
  ]);
}

async function answer(
  request: IncomingMessage,
  pages: ReadonlyMap<string, Page>,
  { faults, clock }: ConsoleOptions,
): Promise<Answer> {
  const [, , name = '', id] = (request.url ?? '/').split('?')[0]?.split('/') ?? [];
  if (name === 'faults') return changeFaults(request, faults, id);
  if (name === 'clock') return moveClock(request, clock);
  if (request.method !== 'GET') return { status: 405, body: { message: 'Method Not Allowed' } };
  if (name === '')
    return { status: 200, body: { pages: [...pages.keys(), 'faults', 'clock'].map((page) => `/_local/${page}`) } };
  const page = pages.get(name);
  return page === undefined ? { status: 404, body: { message: 'Not Found' } } : { status: 200, body: await page() };
}

const move = z.strictObject({
  advanceSeconds: z
    .int()
    .min(1)
    .max(366 * 86_400),
});

async function moveClock(request: IncomingMessage, clock: CloudClock): Promise<Answer> {
  if (request.method === 'POST') {
    const parsed = move.safeParse(await json(request).catch(() => undefined));
    if (!parsed.success) return { status: 400, body: { message: z.prettifyError(parsed.error) } };
    await clock.advance(parsed.data.advanceSeconds);
  } else if (request.method !== 'GET') return { status: 405, body: { message: 'Method Not Allowed' } };
  return { status: 200, body: { now: new Date(clock.now()).toISOString(), aheadSeconds: clock.aheadSeconds() } };
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(`${JSON.stringify(body, undefined, 2)}\n`);
}
