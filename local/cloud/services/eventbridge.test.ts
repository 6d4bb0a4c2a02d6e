import { EventBridgeClient, PutEventsCommand, type PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Cloud } from '../cloud.ts';
import { createFaultSwitch } from '../faults/switch.ts';
import { createEndpoint } from './endpoint.ts';
import { createEventBridge, type EventBridge } from './eventbridge.ts';
import { createSqs, type Sqs } from './sqs.ts';
import { fakeCloud, type Running, run } from './testing.ts';

const FUNCTION = 'arn:aws:lambda:eu-central-1:000000000000:function:mail';

let sqs: Sqs;
let bridge: EventBridge;
let running: Running;
let client: EventBridgeClient;
let invoke: ReturnType<typeof vi.fn<NonNullable<Cloud['invokeAsync']>>>;
let queueArn: string;
let ahead = 0;
const clock = { now: () => Date.now() + ahead };

beforeEach(async () => {
  const faults = createFaultSwitch();
  const endpoint = createEndpoint(faults);
  sqs = createSqs({ faults });
  bridge = createEventBridge({ endpoint, queues: sqs.queues });
  invoke = vi.fn();
  running = await run([endpoint.service, sqs.service, bridge.service], fakeCloud({ invokeAsync: invoke, clock }));
  client = new EventBridgeClient(running.client('EVENTBRIDGE'));
  queueArn = (await running.create('AWS::SQS::Queue', { QueueName: 'mails' })).attributes?.Arn as string;
  await running.create('AWS::Events::EventBus', { Name: 'app' });
});
afterEach(async () => {
  vi.useRealTimers();
  ahead = 0;
  client.destroy();
  await running.stop();
});

const entry = (more = {}) => ({
  EventBusName: 'app',
  Source: 'app.things',
  DetailType: 'OrderConfirmed',
  Detail: '{"data":{"id":"ord_1"}}',
  ...more,
});
const rule = (pattern: object, Arn: string, more = {}) =>
  running.create('AWS::Events::Rule', {
    EventBusName: 'app',
    EventPattern: pattern,
    State: 'ENABLED',
    Targets: [{ Id: 'T', Arn, ...more }],
  });

test('An event reaches the queue of a rule that matches, whole', async () => {
  await rule({ source: ['app.things'] }, queueArn);

  const { Entries, FailedEntryCount } = await client.send(new PutEventsCommand({ Entries: [entry()] }));

  expect(FailedEntryCount).toBe(0);
  const [record] = await sqs.queues.receive(queueArn);
  expect(JSON.parse(record?.body ?? '')).toEqual({
    version: '0',
    id: Entries?.[0]?.EventId,
    'detail-type': 'OrderConfirmed',
    source: 'app.things',
    account: '000000000000',
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
    region: 'eu-central-1',
    resources: [],
    detail: { data: { id: 'ord_1' } },
  });
  expect(bridge.events.recent()).toHaveLength(1);
});

test('An event that no rule matches, or that is on another bus, reaches no target', async () => {
  await rule({ source: ['app.things'] }, queueArn);

  await client.send(
    new PutEventsCommand({ Entries: [entry({ Source: 'app.other' }), entry({ EventBusName: 'default' })] }),
  );

  expect((await sqs.queues.depth(queueArn)).visible).toBe(0);
});

test('A wrong entry is refused alone, the others are accepted', async () => {
  await rule({ source: [{ prefix: 'app.' }] }, queueArn);

  const { Entries, FailedEntryCount } = await client.send(
    new PutEventsCommand({
      Entries: [entry({ Detail: 'no json' }), entry(), entry({ Source: undefined }), entry({ Detail: '[1]' })],
    }),
  );

  expect(FailedEntryCount).toBe(3);
  expect(Entries?.map(({ ErrorCode }) => ErrorCode)).toEqual([
    'MalformedDetail',
    undefined,
    'InvalidArgument',
    'MalformedDetail',
  ]);
  expect((await sqs.queues.depth(queueArn)).visible).toBe(1);
});

const refusalOf = (Entries: PutEventsRequestEntry[]) =>
  client.send(new PutEventsCommand({ Entries })).then(
    () => 'none',
    ({ name, message }: Error) => `${name}: ${message}`,
  );

test('A request has one to ten entries', async () => {
  const refused = "at 'entries' failed to satisfy constraint: Member must have length";
  const shown =
    'PutEventsRequestEntry(time=null, source=app.things, resources=null, detailType=OrderConfirmed, ' +
    'detail={"data":{"id":"ord_1"}}, eventBusName=app, traceHeader=null, kmsKeyIdentifier=null, internalMetadata=null)';

  expect(await refusalOf(Array.from({ length: 10 }, () => entry()))).toBe('none');
  expect(await refusalOf(Array.from({ length: 11 }, () => entry()))).toBe(
    `ValidationException: 1 validation error detected: Value '[${Array(11).fill(shown).join(', ')}]' ${refused} less than or equal to 10`,
  );
  expect(await refusalOf([])).toBe(
    `ValidationException: 1 validation error detected: Value '[]' ${refused} greater than or equal to 1`,
  );
});

test('The entries of a request are together smaller than 1 MB, as EventBridge counts them', async () => {
  const tooLarge = 'ValidationException: Total size of the entries in the request is over the limit.';
  // 14 bytes for the time, and 2 for each letter with an umlaut.
  const counted = { Source: 'ä', DetailType: 'b', Time: new Date(), Resources: ['c', 'ü'] };
  const detail = (bytes: number) => JSON.stringify({ x: 'x'.repeat(bytes - '{"x":""}'.length) });
  const filling = (bytes: number) => entry({ ...counted, Detail: detail(bytes - 20) });

  expect(await refusalOf([filling(1_048_575)])).toBe('none');
  expect(await refusalOf([filling(1_048_576)])).toBe(tooLarge);
  expect(await refusalOf([filling(500_000), filling(548_576)])).toBe(tooLarge);
});

test('An event that is too large for a target and its dead-letter queue is lost for that target only', async () => {
  const other = (await running.create('AWS::SQS::Queue', { QueueName: 'other' }, 'Other')).attributes?.Arn as string;
  await rule({ source: ['app.things'] }, queueArn, { DeadLetterConfig: { Arn: other } });
  await rule({ source: ['app.things'] }, FUNCTION);
  // With its envelope it is larger than the megabyte of a message.
  const Detail = JSON.stringify({ x: 'x'.repeat(1_048_500) });

  expect(await refusalOf([entry({ Detail })])).toBe('none');

  expect([await sqs.queues.depth(queueArn), await sqs.queues.depth(other)]).toMatchObject([
    { visible: 0 },
    { visible: 0 },
  ]);
  expect(invoke).toHaveBeenCalledOnce();
});

test('A function gets the event asynchronously; a missing function’s event goes to the target’s dead-letter queue', async () => {
  await rule({ source: ['app.things'] }, FUNCTION, { DeadLetterConfig: { Arn: queueArn } });
  await client.send(new PutEventsCommand({ Entries: [entry()] }));
  expect(invoke).toHaveBeenCalledExactlyOnceWith(FUNCTION, expect.objectContaining({ source: 'app.things' }));
  invoke.mockImplementation(() => {
    throw new Error('no such function');
  });

  await client.send(new PutEventsCommand({ Entries: [entry()] }));

  const [record] = await sqs.queues.receive(queueArn);
  expect(record?.messageAttributes).toMatchObject({ TARGET_ARN: { stringValue: FUNCTION } });
});

test('A scheduled rule invokes its function at its rate', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  await running.create('AWS::Events::Rule', {
    ScheduleExpression: 'rate(5 minutes)',
    Targets: [{ Id: 'T', Arn: FUNCTION }],
  });
  await running.begin();

  await vi.advanceTimersByTimeAsync(10 * 60_000);

  expect(invoke).toHaveBeenCalledTimes(2);
  expect(invoke.mock.calls[0]?.[1]).toMatchObject({ source: 'aws.events', 'detail-type': 'Scheduled Event' });
});

test('A scheduled rule runs once when the clock is set ahead over its time, however far, and not before', async () => {
  await running.create('AWS::Events::Rule', {
    ScheduleExpression: 'rate(5 minutes)',
    Targets: [{ Id: 'T', Arn: FUNCTION }],
  });
  await running.begin();

  ahead = 299_000;
  await bridge.service.clockMoved?.();
  expect(invoke).not.toHaveBeenCalled();
  ahead = 3_600_000;
  await bridge.service.clockMoved?.();
  await bridge.service.clockMoved?.();

  expect(invoke).toHaveBeenCalledOnce();
});

test('An unsupported rule stops the start', async () => {
  await expect(rule({ source: [{ wildcard: '*' }] }, queueArn)).rejects.toThrow('wildcard');
  await expect(rule({ source: ['a'] }, 'arn:aws:sns:eu-central-1:000000000000:t')).rejects.toThrow('cannot reach');
  const cron = running.create('AWS::Events::Rule', { ScheduleExpression: 'cron(0 3 * * ? *)' });
  await expect(cron).rejects.toThrow('rate');
});
