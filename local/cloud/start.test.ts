import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { Duration } from 'aws-cdk-lib';
import { HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { AttributeType, StreamViewType, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { SqsDlq, SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { startCloud } from './start.ts';
import { functionOf, synthesizeStack, temporaryFolder } from './testing/assembly.ts';

const echo = `exports.handler = async (event, context) => ({
  statusCode: 200,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ event, environment: process.env, functionName: context.functionName, now: Date.now() }),
});`;

const consumer = `let calls = 0;
exports.handler = async (event) => {
  console.log('batch ' + JSON.stringify(event.Records.map((record) => record.body ?? record.dynamodb.NewImage)));
  const failed = event.Records.filter((record) => JSON.stringify(record).includes('poison'));
  return { batchItemFailures: failed.map((record) => ({
    itemIdentifier: record.messageId ?? record.dynamodb.SequenceNumber })) };
};`;

describe('a running cloud', () => {
  const folder = temporaryFolder();
  let cloud: Awaited<ReturnType<typeof startCloud>>;

  beforeAll(async () => {
    const app = synthesizeStack(folder.path, (stack) => {
      const table = new TableV2(stack, 'Table', {
        tableName: 'things',
        partitionKey: { name: 'pk', type: AttributeType.STRING },
        dynamoStream: StreamViewType.NEW_AND_OLD_IMAGES,
        timeToLiveAttribute: 'expiresAt',
      });
      const queue = new Queue(stack, 'Queue', {
        queueName: 'work',
        deadLetterQueue: { queue: new Queue(stack, 'Dead', { queueName: 'dead' }), maxReceiveCount: 2 },
      });
      const api = new HttpApi(stack, 'Api');
      const handler = functionOf(stack, folder.path, 'echo', echo, { environment: { TABLE: table.tableName } });
      const integration = new HttpLambdaIntegration('Echo', handler, { scopePermissionToRoute: false });
      api.addRoutes({ path: '/v1/things/{id}', methods: [HttpMethod.GET], integration });
      const worker = functionOf(stack, folder.path, 'worker', consumer, { timeout: Duration.seconds(5) });
      worker.addEventSource(new SqsEventSource(queue, { reportBatchItemFailures: true }));
      const reader = functionOf(stack, folder.path, 'reader', consumer);
      reader.addEventSourceMapping('Stream', {
        ...(table.tableStreamArn === undefined ? {} : { eventSourceArn: table.tableStreamArn }),
        startingPosition: StartingPosition.TRIM_HORIZON,
        reportBatchItemFailures: true,
        bisectBatchOnError: true,
        retryAttempts: 1,
        onFailure: new SqsDlq(new Queue(stack, 'Aside', { queueName: 'aside' })),
      });
      stack.exportValue(table.tableName, { name: 'TableName' });
    });
    cloud = await startCloud({ app, retryDelayScale: 0 });
  });
  afterAll(async () => {
    await cloud?.stop();
    folder.remove();
  });

  const logOf = (name: string): string => cloud.lambda.logs()[name]?.join('\n') ?? '';
  const dynamoDb = () =>
    new DynamoDBClient({
      region: cloud.region,
      endpoint: String(cloud.endpoints.AWS_ENDPOINT_URL_DYNAMODB),
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    });

  it('gives the function the event of an HTTP API and only its own environment', async () => {
    const response = await fetch(`${cloud.url}/v1/things/a%20b?q=1&q=2`, { headers: { 'X-One': 'yes' } });

    const { event, environment, functionName } = (await response.json()) as never as {
      event: Record<string, never>;
      environment: Record<string, string>;
      functionName: string;
    };
    expect(response.status).toBe(200);
    expect(event).toMatchObject({
      version: '2.0',
      routeKey: 'GET /v1/things/{id}',
      rawQueryString: 'q=1&q=2',
      queryStringParameters: { q: '1,2' },
      pathParameters: { id: 'a b' },
      headers: { 'x-one': 'yes' },
      isBase64Encoded: false,
    });
    expect(functionName).toBe('echo');
    expect(environment).toMatchObject({ TABLE: 'things', AWS_LAMBDA_FUNCTION_NAME: 'echo' });
    expect(environment.AWS_ENDPOINT_URL_DYNAMODB).toMatch(/^http:/);
    expect(environment.PATH).toBeUndefined();
  });

  it('feeds a table’s stream to its function and sends a record that it cannot handle to the failure destination', async () => {
    const client = dynamoDb();
    onTestFinished(() => client.destroy());

    for (const pk of ['one', 'poison', 'two']) {
      await client.send(new PutItemCommand({ TableName: 'things', Item: { pk: { S: pk } } }));
    }

    const { queues } = cloud.handles;
    await vi.waitFor(() => expect(logOf('reader')).toMatch(/"two"/), { timeout: 30_000 });
    await vi.waitFor(async () => expect((await queues.depth(queues.arnOf('aside'))).visible).toBe(1), {
      timeout: 30_000,
    });
  });

  it('sets the clock of every part ahead on request, also of functions that are warm', async () => {
    const client = dynamoDb();
    onTestFinished(() => client.destroy());
    const TableName = 'things';
    const expiresAt = { N: String(Math.floor(Date.now() / 1000) + 600) };
    await client.send(new PutItemCommand({ TableName, Item: { pk: { S: 'expiring' }, expiresAt } }));
    const time = async () => ((await (await fetch(`${cloud.url}/v1/things/1`)).json()) as { now: number }).now;
    const before = await time();

    await cloud.clock.advance(960);

    expect(cloud.clock.aheadSeconds()).toBe(960);
    expect((await time()) - before).toBeGreaterThanOrEqual(960_000);
    const { Item } = await client.send(new GetItemCommand({ TableName, Key: { pk: { S: 'expiring' } } }));
    expect(Item).toBeUndefined();
  });

  it('returns the outputs of the stacks', () => {
    expect(Object.values(cloud.outputs.test ?? {})).toEqual(['things']);
  });

  it('answers 404 where no route matches', async () => {
    const response = await fetch(`${cloud.url}/v1/nothing`);

    expect(response.status).toBe(404);
    expect(await response.json()).toEqual({ message: 'Not Found' });
  });
});
