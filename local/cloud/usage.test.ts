import { DynamoDBClient, GetItemCommand, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { Cloud, Service } from './cloud.ts';
import { createFaultSwitch } from './faults/switch.ts';
import { createDynamoDb } from './services/dynamodb/index.ts';
import { createEndpoint } from './services/endpoint.ts';
import { createSqs } from './services/sqs.ts';
import { createStepFunctions } from './services/step-functions/service.ts';
import { fakeCloud, run } from './services/testing.ts';
import { createUsage } from './usage.ts';

/** Starts services and counts their use until the test ends. */
async function metered(services: readonly Service[], cloud: Partial<Cloud> = {}) {
  const usage = createUsage();
  const running = await run(services, fakeCloud({ ...cloud, meter: usage.meter }));
  onTestFinished(() => running.stop());
  return { usage, running };
}

test('Units of DynamoDB are counted by table, operation and function, also where the caller does not ask for them', async () => {
  const { usage, running } = await metered([createDynamoDb({ faults: createFaultSwitch() }).service]);
  await running.create('AWS::DynamoDB::Table', {
    TableName: 'stock',
    AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
  });
  const client = new DynamoDBClient({ ...running.client('DYNAMODB'), userAgentAppId: 'stock-api' });
  onTestFinished(() => client.destroy());
  const TableName = 'stock';
  const puts = ['a', 'b'].map((pk) => ({ Put: { TableName, Item: { pk: { S: pk } } } }));

  await client.send(new TransactWriteItemsCommand({ TransactItems: puts }));
  for (const pk of ['a', 'b']) {
    await client.send(new GetItemCommand({ TableName, Key: { pk: { S: pk } }, ConsistentRead: true }));
  }

  const of = { service: 'dynamodb', resource: 'stock', function: 'stock-api' };
  await vi.waitFor(() =>
    expect(usage.lines()).toEqual([
      { ...of, unit: 'write units', operation: 'TransactWriteItems', amount: 4 },
      { ...of, unit: 'read units', operation: 'GetItem', amount: 2 },
    ]),
  );
});

test('A workflow’s transitions are the steps into its states, their retries, and the step to its end', async () => {
  const endpoint = createEndpoint(createFaultSwitch());
  const { service: workflows } = createStepFunctions({ endpoint, retryDelayScale: 0, readAsset: undefined });
  const failure = { ok: false, errorType: 'TransientFault', errorMessage: 'x' } as const;
  const invoke = vi.fn<Cloud['invoke']>().mockResolvedValueOnce(failure).mockResolvedValue({ ok: true, payload: {} });
  const { usage, running } = await metered([endpoint.service, workflows], { invoke });
  const step = { Type: 'Task', Resource: 'arn:aws:lambda:eu-central-1:000000000000:function:step', TimeoutSeconds: 9 };
  const Retry = [{ ErrorEquals: ['TransientFault'], MaxAttempts: 1 }];
  const States = { Do: { ...step, Retry, Next: 'Then' }, Then: { ...step, End: true } };
  const { ref: stateMachineArn } = await running.create('AWS::StepFunctions::StateMachine', {
    StateMachineName: 'saga',
    DefinitionString: JSON.stringify({ StartAt: 'Do', States }),
  });
  const client = new SFNClient(running.client('SFN'));
  onTestFinished(() => client.destroy());

  await client.send(new StartExecutionCommand({ stateMachineArn }));

  const transitions = { service: 'states', unit: 'transitions', resource: 'saga' };
  await vi.waitFor(() => expect(usage.lines()).toEqual([{ ...transitions, amount: 4 }]));
});

test('A message costs its sending, the poll that finds it and its deletion; an empty poll costs nothing', async () => {
  const { service, queues } = createSqs({ faults: createFaultSwitch() });
  const { usage, running } = await metered([service]);
  const { attributes } = await running.create('AWS::SQS::Queue', { QueueName: 'mails' });
  const arn = String(attributes?.Arn);
  await queues.send(arn, 'one');
  await queues.send(arn, 'two');

  const records = await queues.receive(arn);
  await queues.delete(
    arn,
    records.map(({ receiptHandle }) => receiptHandle),
  );
  await queues.receive(arn);

  const requests = { service: 'sqs', unit: 'requests', resource: 'mails' };
  expect(usage.lines()).toEqual([
    { ...requests, operation: 'SendMessage', amount: 2 },
    { ...requests, operation: 'ReceiveMessage', amount: 1 },
    { ...requests, operation: 'DeleteMessageBatch', amount: 1 },
  ]);
});
