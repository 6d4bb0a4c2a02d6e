import { randomUUID } from 'node:crypto';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { GetQueueUrlCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { findChromium, launchOptions } from './chromium.ts';
import { aGuest, aProduct, buy, consoleView, mailsTo } from './shop.ts';

interface BusEvent {
  readonly 'detail-type': string;
  readonly detail: { readonly metadata: object };
}

const { CONSOLE_URL = '' } = process.env;

const chromium = findChromium();
const reason = !CONSOLE_URL
  ? 'the shop at API_URL has none'
  : chromium
    ? undefined
    : 'there is no Chromium in PATH (apt install chromium, or say where with CHROMIUM_PATH)';
if (reason) console.log(`The console is not looked at: ${reason}.`);

describe.skipIf(reason)('the console in a browser', () => {
  let browser: Browser;
  let page: Page;
  const faults: unknown[] = [];

  beforeAll(async () => {
    browser = await puppeteer.launch(launchOptions(chromium ?? ''));
  });

  beforeEach(async () => {
    page = await browser.newPage();
    page.on('pageerror', (error) => faults.push(error));
    page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
    await page.setViewport({ width: 1280, height: 900 });
  });

  afterEach(async () => {
    await page.close();
    expect(faults.splice(0)).toEqual([]);
  });

  afterAll(() => browser?.close());

  const open = (hash: string) => page.goto(`${CONSOLE_URL}${hash}`);
  const text = (selector: string) => page.$$eval(selector, (found) => found.map((node) => node.textContent ?? ''));
  const shows = (selector: string, expected: string) =>
    vi.waitFor(async () => expect((await text(selector)).join('\n')).toContain(expected), { timeout: 60_000 });
  const press = (label: string) => page.locator(`::-p-aria([name="${label}"][role="button"])`).click();
  const states = () =>
    page.$$eval('[data-state]', (found) =>
      Object.fromEntries(found.map(({ dataset }) => [dataset.state, dataset.outcome])),
    );

  async function anOrder(paymentMethod = 'pm_card_visa') {
    const { sku } = await aProduct();
    const guest = await aGuest([{ sku, quantity: 2 }]);
    const { body } = await buy(guest, { paymentMethod });
    return { sku, guest, id: body.id as string, number: body.number as string };
  }

  it('shows an order by its id: its events in order of time, and each state of the saga', async () => {
    const { id, sku, guest, number } = await anOrder();
    await open('');

    await page.locator('input[name="id"]').fill(id);
    await press('Tell its story');

    await shows('h1', `Order ${number}`);
    await shows('.timeline', `Mail to ${guest.email}`);
    await shows('.timeline', 'payment_intent.amount_capturable_updated');
    const titles = await text('.timeline strong');
    const expected = ['OrderPlaced', 'Stock reserved', 'PaymentAuthorized', 'Stock committed', 'OrderConfirmed'];
    expect(titles.filter((title) => expected.includes(title))).toEqual(expected);
    expect(await text('.timeline li[data-kind="stock"]')).toEqual([
      expect.stringContaining(`${sku} · available −2, held +2`),
      expect.stringContaining(`${sku} · held −2, allocated +2`),
    ]);
    expect(await states()).toMatchObject({
      ...{ ReserveStock: 'done', AuthorizePayment: 'done', CommitStock: 'done', CapturePayment: 'done' },
      ...{ ConfirmOrder: 'done', ReleaseStock: 'not reached' },
    });

    await page.evaluate(`document.querySelector('[data-state="CommitStock"]').focus()`);
    await page.keyboard.press('Enter');

    await shows('section[aria-label="State CommitStock"]', `"orderId": "${id}"`);
  });

  it('shows the steps that were undone for a declined card, and why', async () => {
    const { id } = await anOrder('pm_card_chargeDeclined');

    await open(`#/workflows/${id}`);

    await vi.waitFor(async () =>
      expect(await states()).toMatchObject({
        ...{ ReserveStock: 'done', AuthorizePayment: 'failed', CapturePayment: 'not reached' },
        ...{ CancelPayment: 'undone', ReleaseStock: 'undone', RejectOrder: 'undone' },
      }),
    );
    await page.locator('[data-state="AuthorizePayment"]').click();
    await shows('.failures', 'PaymentDeclined The card was declined');
  });

  it('shows events live, only those with the correlation id in the URL', async () => {
    const source = `test.${randomUUID()}`;
    await open(`#/events?contains=${source}`);
    await shows('main', 'No event has this text.');

    await putEvent(source, { metadata: { correlationId: 'cor_1' }, data: { title: '<b>bold</b>' } });

    await shows('tbody', 'cor_1');
    expect(await text('tbody tr')).toHaveLength(1);
    // Data is shown as text, never as markup.
    expect(await text('tbody b')).toEqual([]);
    await page.locator('input[name="contains"]').fill('cor_2');
    await vi.waitFor(() => expect(page.url()).toContain('contains=cor_2'));
    await shows('main', 'No event has this text.');
  });

  it('moves a dead letter back to its queue, from where it is tried again', async () => {
    const { guest, id } = await anOrder();
    await vi.waitFor(async () => expect(await mailsTo(guest.email)).toHaveLength(1), { timeout: 60_000 });
    const events = (await consoleView(`events?contains=${id}`)) as BusEvent[];
    const confirmed = events.find((event) => event['detail-type'] === 'OrderConfirmed');
    const queues = (await consoleView('queues')) as { name: string }[];
    const dead = queues.find(({ name }) => name.endsWith('-notifications-events-dead'))?.name ?? '';
    const metadata = { ...confirmed?.detail.metadata, id: `evt_${randomUUID()}` };
    await putDeadLetter(dead, { ...confirmed, detail: { ...confirmed?.detail, metadata } });

    await open(`#/queues/${dead}`);
    await shows('td details', metadata.id);
    await press('Redrive');

    await shows('[role="status"]', `1 moved to ${dead.replace(/-dead$/, '')}`);
    await shows('main', 'No message is in this queue.');
    await vi.waitFor(async () => expect(await mailsTo(guest.email)).toHaveLength(2), { timeout: 60_000 });
  });

  it('arms a fault at the press of a button, lists it, and takes it away', async () => {
    await open('#/faults');
    // Nothing asks S3 for this, so that no order meets the fault.
    await page.locator('input[name="spec"]').fill('s3.HeadObject:delay:delay=1:times=77');

    await press('Arm it');

    await shows('tbody', 's3.HeadObject:delay:times=77:delay=1');
    expect(JSON.stringify(await consoleView('faults'))).toContain('HeadObject');
    await press('End it');
    await vi.waitFor(async () => expect(JSON.stringify(await text('tbody'))).not.toContain('HeadObject'));
    expect(JSON.stringify(await consoleView('faults'))).not.toContain('HeadObject');
  });

  it('shows stock with its movements, the tables by access pattern, the mails and the routes', async () => {
    const { id, sku, guest } = await anOrder();

    await open(`#/stock/${sku}`);
    await shows('.levels', 'allocated2');
    await shows('tbody', 'committed');

    const tables = (await consoleView('tables')) as { table: string }[];
    await open(`#/tables/${tables.find(({ table }) => table.endsWith('-orders'))?.table}`);
    await shows('tbody', 'placed#<day>');
    await page.locator('input[name="pk"]').fill(`order#${id}`);
    await page.locator('input[name="sk"]').fill('event#');
    await press('Query');
    await shows('table.items, tbody', 'OrderConfirmed');

    await open(`#/mails?contains=${guest.email}`);
    await shows('tbody', guest.email);
    await page.locator('tbody a').click();
    const frame = await page.waitForSelector('iframe');
    const mail = await vi.waitFor(async () => {
      const content = await (await frame?.contentFrame())?.content();
      expect(content).toContain('We have your payment');
      return content;
    });
    expect(mail).not.toContain('<script');

    await open('#/routes');
    await shows('section[aria-label="orders"]', 'POST /v1/orders');
  });

  it('fits into 400 pixels', async () => {
    const { id } = await anOrder();
    await page.setViewport({ width: 400, height: 800 });

    for (const hash of ['#/orders', `#/orders/${id}`, '#/queues', '#/faults', '#/stock', '#/routes']) {
      await open(hash);
      await page.waitForFunction(`!document.querySelector('main').textContent.includes('Loading…')`);
      expect([hash, await page.evaluate('document.documentElement.scrollWidth')]).toEqual([hash, 400]);
    }
  });
});

describe.skipIf(!CONSOLE_URL)('the console as an API', () => {
  it('answers JSON to a program and a page to a browser, which loads nothing from elsewhere', async () => {
    const asked = async (accept: string) => fetch(CONSOLE_URL, { headers: { accept } });

    const [json, html] = [await asked('*/*'), await asked('text/html')];

    expect(((await json.json()) as { pages: string[] }).pages).toContain('/_local/faults');
    expect(html.headers.get('content-type')).toContain('text/html');
    expect(html.headers.get('content-security-policy')).toMatch(/default-src 'none'.*frame-ancestors 'none'/);
  });

  it('refuses requests from pages of other origins', async () => {
    const before = await consoleView('faults');

    const refused = await fetch(`${CONSOLE_URL}/faults`, {
      method: 'POST',
      headers: { origin: 'https://evil.example' },
      body: 'dynamodb:throttle:rate=1',
    });

    expect(refused.status).toBe(403);
    expect(await consoleView('faults')).toEqual(before);
  });

  it.each([
    ['POST', 'queues/no-such-queue/redrive', 404],
    ['GET', 'queues/no-such-queue', 404],
    ['GET', 'queues/no-such-queue/redrive', 405],
    ['GET', 'workflows/no-such-execution', 404],
    ['GET', 'orders/no-such-order', 404],
    ['GET', 'stock/no-such-sku', 404],
    ['GET', 'tables/no-such-table', 404],
    ['GET', 'no-such-page', 404],
    ['DELETE', 'events', 405],
  ])('answers %s %s with %i and a sentence', async (method, path, status) => {
    const answer = await fetch(`${CONSOLE_URL}/${path}`, { method });

    expect([answer.status, ((await answer.json()) as { message?: unknown }).message]).toEqual([
      status,
      expect.any(String),
    ]);
  });

  it('does not redrive a queue that has no source', async () => {
    const queues = (await consoleView('queues')) as { name: string; deadLettersOf: string[] }[];
    const source = queues.find(({ deadLettersOf }) => deadLettersOf.length === 0);

    const answer = await fetch(`${CONSOLE_URL}/queues/${source?.name}/redrive`, { method: 'POST' });

    expect(answer.status).toBe(409);
  });
});

const client = { region: 'eu-central-1', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };

async function putEvent(source: string, detail: object): Promise<void> {
  const bus = new EventBridgeClient(client);
  const entry = { Source: source, DetailType: 'Test', Detail: JSON.stringify(detail) };
  await bus.send(new PutEventsCommand({ Entries: [{ ...entry, EventBusName: process.env.EVENT_BUS_NAME }] }));
  bus.destroy();
}

async function putDeadLetter(queue: string, event: object): Promise<void> {
  const sqs = new SQSClient(client);
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: queue }));
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(event) }));
  sqs.destroy();
}
