import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import type { Service } from '../cloud.ts';
import type { FaultSwitch } from '../fault-switch.ts';
import { parseFault } from '../fault-switch.ts';
import type { LambdaService } from '../lambda/service.ts';
import type { Services } from '../services/index.ts';

export interface ConsoleOptions {
  readonly services: Services;
  readonly all: ReadonlyMap<string, Service>;
  readonly lambda: LambdaService;
  readonly faults: FaultSwitch;
  /** The executions of the workflows, the tables and so on come from the service of this name. */
  readonly log: (line: string) => void;
}

type Page = () => Promise<unknown>;

/** Answers the pages under `/_local`, all JSON: what the cloud is doing, and the fault switch. Never rejects. */
export function createConsole(
  options: ConsoleOptions,
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const pages = pagesOf(options);
  return async (request, response) => {
    try {
      const { status, body } = await answer(request, pages, options.faults);
      send(response, status, body);
    } catch (error) {
      options.log(`${request.method} ${request.url}: ${(error as Error).message}`);
      send(response, 500, { message: (error as Error).message });
    }
  };
}

function pagesOf({ services, all, lambda }: ConsoleOptions): ReadonlyMap<string, Page> {
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
  faults: FaultSwitch,
): Promise<{ readonly status: number; readonly body: unknown }> {
  const [, , name = ''] = (request.url ?? '/').split('?')[0]?.split('/') ?? [];
  if (name === 'faults') return changeFaults(request, faults);
  if (request.method !== 'GET') return { status: 405, body: { message: 'Method Not Allowed' } };
  if (name === '')
    return { status: 200, body: { pages: [...pages.keys(), 'faults'].map((page) => `/_local/${page}`) } };
  const page = pages.get(name);
  return page === undefined ? { status: 404, body: { message: 'Not Found' } } : { status: 200, body: await page() };
}

async function changeFaults(
  request: IncomingMessage,
  faults: FaultSwitch,
): Promise<{ readonly status: number; readonly body: unknown }> {
  if (request.method === 'POST') {
    const fault = parseFault(await text(request));
    if (typeof fault === 'string') return { status: 400, body: { message: fault } };
    faults.add(fault);
  } else if (request.method === 'DELETE') faults.clear();
  else if (request.method !== 'GET') return { status: 405, body: { message: 'Method Not Allowed' } };
  return { status: 200, body: faults.list() };
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(`${JSON.stringify(body, undefined, 2)}\n`);
}
