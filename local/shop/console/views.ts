import type { Mail } from '../../cloud/services/mailbox.ts';
import { type Refusal, refuse } from './answer.ts';
import type { MailView } from './answers.ts';
import { chosen, eventLines } from './events.ts';
import type { ConsoleOptions } from './options.ts';
import { findOrder, latestOrders } from './orders.ts';
import { messagesIn, queueViews } from './queues.ts';
import { routeLines } from './routes.ts';
import { executionLine, executionView } from './states.ts';
import { stockLines, stockView } from './stock.ts';
import { storyOf } from './story.ts';
import { itemsOf, tableView } from './tables.ts';
import { webhooksOf } from './webhooks.ts';

const SHOWN = 200;
const EVENTS = 1_000;

/** Returns the data of the page at `/_local/<name>/<rest>`, or a refusal. */
export type View = (rest: readonly string[], query: URLSearchParams) => Promise<unknown | Refusal>;

/** All read-only pages, by name. */
export function viewsOf(options: ConsoleOptions): ReadonlyMap<string, View> {
  const { handles, services, lambda, usage, clock } = options;
  const { tables, workflows, events, queues } = handles;
  const inspect =
    (name: string): View =>
    async () =>
      (await services.get(name)?.inspect?.()) ?? [];
  const mails = async (): Promise<Mail[]> => (await fetch(handles.mailUrl())).json() as Promise<Mail[]>;
  return new Map<string, View>([
    ['orders', async ([id]) => (id === undefined ? latestOrders(tables, clock.now()) : story(id, options, mails))],
    [
      'routes',
      async () => routeLines((await services.get('gateway')?.inspect?.()) as Parameters<typeof routeLines>[0]),
    ],
    ['executions', inspect('step-functions')],
    [
      'workflows',
      async ([name]) => {
        if (name === undefined) return workflows.executions().slice(-SHOWN).reverse().map(executionLine);
        const execution = workflows.executions().find((candidate) => candidate.name === name);
        return execution ? executionView(execution) : refuse(404, `There is no execution ${name}.`);
      },
    ],
    ['events', async (_, query) => chosen(events.recent(), query.get('contains') ?? '', EVENTS)],
    ['event-lines', async (_, query) => eventLines(events.recent(), query.get('contains') ?? '', SHOWN)],
    ['queues', async ([name]) => (name === undefined ? queueViews(queues) : messagesIn(queues, name))],
    ['mails', mails],
    ['mail-lines', async (_, query) => mailLines(await mails(), query.get('contains') ?? '')],
    ['tables', async (rest, query) => tablePage(rest, query, options, inspect('dynamodb'))],
    ['stock', async ([sku]) => (sku === undefined ? stockLines(tables) : stockView(tables, sku))],
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

async function tablePage(
  [name, part]: readonly string[],
  query: URLSearchParams,
  { handles: { tables } }: ConsoleOptions,
  list: View,
): Promise<unknown | Refusal> {
  if (name === undefined) return list([], query);
  if (part === undefined) return tableView(tables, name);
  return part === 'items' ? itemsOf(tables, name, query) : refuse(404, 'Not Found');
}

async function story(
  id: string,
  { handles, stripeUrl }: ConsoleOptions,
  mails: () => Promise<Mail[]>,
): Promise<unknown> {
  const { tables, workflows, events } = handles;
  const order = await findOrder(tables, id);
  const execution = workflows.executions().find(({ name }) => name === id);
  const told = eventLines(events.recent(), id, EVENTS);
  if (!order && !execution && told.length === 0) return refuse(404, `Nothing is known about ${id}.`);
  return storyOf({
    ...{ id, order, events: told },
    execution: execution && executionView(execution),
    webhooks: order ? await webhooksOf(order, stripeUrl, tables) : [],
    // A mail has no id, but contains the order number that its receiver knows.
    mails: order ? (await mails()).filter(({ subject, text }) => `${subject} ${text}`.includes(order.number)) : [],
  });
}

function mailLines(mails: readonly Mail[], text: string): MailView[] {
  return mails
    .filter(({ to, subject, text: body }) => `${to} ${subject} ${body}`.includes(text))
    .slice(0, SHOWN)
    .map(({ messageId, to, from, subject, text: body, sentAt }) => ({
      messageId,
      to,
      from,
      subject,
      text: body,
      sentAt,
    }));
}
