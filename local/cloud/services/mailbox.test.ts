import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createFaultSwitch } from '../faults/switch.ts';
import { openJournal } from '../journal.ts';
import { temporaryFolder } from '../testing/assembly.ts';
import { createEndpoint } from './endpoint.ts';
import { createMailbox, type Mailbox } from './mailbox.ts';
import { fakeCloud, type Running, run } from './testing.ts';

let mailbox: Mailbox;
let running: Running;
let client: SESv2Client;
const faults = createFaultSwitch();

beforeEach(async () => {
  const endpoint = createEndpoint(faults);
  mailbox = createMailbox(endpoint);
  running = await run([endpoint.service, mailbox.service]);
  client = new SESv2Client(running.client('SESV2'));
});
afterEach(async () => {
  faults.clear();
  client.destroy();
  await running.stop();
});

const mail = (subject: string) =>
  new SendEmailCommand({
    FromEmailAddress: 'shop@example.com',
    Destination: { ToAddresses: ['ada@example.com'] },
    Content: {
      Simple: { Subject: { Data: subject }, Body: { Text: { Data: 'Hello' }, Html: { Data: '<p>Hello</p>' } } },
    },
  });
const mails = async () => (await fetch(mailbox.url())).json();

test('Mails sent are listed, the newest first', async () => {
  await client.send(mail('one'));
  const { MessageId } = await client.send(mail('two'));

  expect(await mails()).toMatchObject([
    { to: 'ada@example.com', subject: 'two', text: 'Hello', html: '<p>Hello</p>', messageId: MessageId },
    { subject: 'one' },
  ]);
});

test('Mails sent before a restart are still listed when the state is kept', async () => {
  const folder = temporaryFolder();
  const start = async () => {
    const cloud = fakeCloud({ journal: openJournal(folder.path) });
    const endpoint = createEndpoint(faults);
    const box = createMailbox(endpoint);
    const services = await run([endpoint.service, box.service], cloud);
    const sender = new SESv2Client(services.client('SESV2'));
    const stop = async () => {
      sender.destroy();
      await services.stop();
    };
    return { box, sender, stop };
  };
  const former = await start();
  await former.sender.send(mail('one'));
  await former.stop();

  const later = await start();
  await later.sender.send(mail('two'));

  expect(await (await fetch(later.box.url())).json()).toMatchObject([{ subject: 'two' }, { subject: 'one' }]);
  await later.stop();
  folder.remove();
});

test('A mail without a receiver is refused', async () => {
  const sending = client.send(new SendEmailCommand({ ...mail('x').input, Destination: {} }));

  await expect(sending).rejects.toMatchObject({ name: 'BadRequestException' });
  expect(await mails()).toEqual([]);
});

test.each([
  ['before', 0],
  ['after', 1],
] as const)('A fault injected %s the call leaves %i mail', async (when, sent) => {
  faults.add({ service: 'ses', operation: 'SendEmail', when, error: 'TooManyRequestsException', times: 1 });

  await expect(client.send(mail('x'))).rejects.toMatchObject({ name: 'TooManyRequestsException' });

  expect(await mails()).toHaveLength(sent);
  expect(faults.list()).toEqual([]);
});

test('A fault for one function leaves the others alone', async () => {
  faults.add({ service: 'ses', operation: '*', function: 'orders', when: 'before', times: 1 });

  await client.send(mail('from nobody'));
  const orders = new SESv2Client({ ...running.client('SESV2'), userAgentAppId: 'orders' });

  await expect(orders.send(mail('from orders'))).rejects.toMatchObject({ $metadata: { httpStatusCode: 500 } });
  orders.destroy();
});
