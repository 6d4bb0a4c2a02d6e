import { CognitoIdentityProviderClient, InitiateAuthCommand } from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { Duration } from 'aws-cdk-lib';
import { HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { CfnUserPoolGroup, UserPool } from 'aws-cdk-lib/aws-cognito';
import { AttributeType, StreamViewType, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { SqsDlq, SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type RunningCloud, startCloud } from '../shop/start.ts';
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
  let cloud: RunningCloud;

  beforeAll(async () => {
    const assemblyDir = synthesizeStack(folder.path, (stack) => {
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
      const pool = new UserPool(stack, 'Pool', { signInAliases: { email: true } });
      new CfnUserPoolGroup(stack, 'Admins', { userPoolId: pool.userPoolId, groupName: 'admin' });
      const client = pool.addClient('Client', { authFlows: { userPassword: true } });
      const api = new HttpApi(stack, 'Api');
      const handler = functionOf(stack, folder.path, 'echo', echo, { environment: { TABLE: table.tableName } });
      const integration = new HttpLambdaIntegration('Echo', handler, { scopePermissionToRoute: false });
      const authorizer = new HttpJwtAuthorizer('Users', pool.userPoolProviderUrl, {
        jwtAudience: [client.userPoolClientId],
      });
      api.addRoutes({ path: '/v1/things/{id}', methods: [HttpMethod.GET], integration });
      api.addRoutes({ path: '/v1/admin', methods: [HttpMethod.GET], integration, authorizer });
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
      stack.exportValue(client.userPoolClientId, { name: 'ClientId' });
    });
    cloud = await startCloud({ assemblyDir, retryDelayScale: 0 });
  });
  afterAll(async () => {
    await cloud?.stop();
    folder.remove();
  });

  const origin = () => new URL(cloud.outputs.apiUrl).origin;
  const page = async (name: string): Promise<never> => (await fetch(`${origin()}/_local/${name}`)).json() as never;
  const logOf = async (name: string): Promise<string> => {
    const functions = (await page('functions')) as { name: string; log: string[] }[];
    return functions.find((one) => one.name === name)?.log.join('\n') ?? '';
  };

  it('gives the function the event of an HTTP API and its own environment only', async () => {
    const response = await fetch(`${cloud.outputs.apiUrl}/things/a%20b?q=1&q=2`, { headers: { 'X-One': 'yes' } });

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

  it('asks for a token where the route wants a user, and takes the admin’s', async () => {
    const clientId = Object.values(cloud.outputs.outputs.test ?? {})[0];
    const { admin, awsEndpoints, apiUrl } = cloud.outputs;
    const cognito = new CognitoIdentityProviderClient({
      region: 'eu-central-1',
      endpoint: String(awsEndpoints.AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER),
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    });
    const { AuthenticationResult: tokens } = await cognito.send(
      new InitiateAuthCommand({
        AuthFlow: 'USER_PASSWORD_AUTH',
        ClientId: clientId,
        AuthParameters: { USERNAME: admin.email, PASSWORD: admin.password },
      }),
    );

    const without = await fetch(`${apiUrl}/admin`);
    const forged = await fetch(`${apiUrl}/admin`, {
      headers: { authorization: `Bearer ${tokens?.AccessToken?.slice(0, -6)}AAAAAA` },
    });
    const withToken = await fetch(`${apiUrl}/admin`, { headers: { authorization: `Bearer ${tokens?.AccessToken}` } });

    expect(without.status).toBe(401);
    expect(without.headers.get('www-authenticate')).toBe('Bearer');
    expect(await without.json()).toEqual({ message: 'Unauthorized' });
    expect(forged.status).toBe(401);
    expect(withToken.status).toBe(200);
    const { event } = (await withToken.json()) as never as { event: { requestContext: unknown } };
    expect(event.requestContext).toMatchObject({
      authorizer: { jwt: { claims: { token_use: 'access', 'cognito:groups': '[admin]' } } },
    });
  });

  it('feeds a table’s stream to its function and sets aside a record that it cannot handle', async () => {
    const dynamoDb = new DynamoDBClient({
      region: 'eu-central-1',
      endpoint: String(cloud.outputs.awsEndpoints.AWS_ENDPOINT_URL_DYNAMODB),
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    });

    for (const pk of ['one', 'poison', 'two']) {
      await dynamoDb.send(new PutItemCommand({ TableName: 'things', Item: { pk: { S: pk } } }));
    }

    await vi.waitFor(async () => expect(await logOf('reader')).toMatch(/"two"/), { timeout: 10_000 });
    await vi.waitFor(
      async () => {
        const queues = (await page('queues')) as { queueArn: string; visible: number }[];
        expect(queues.find(({ queueArn }) => queueArn.endsWith(':aside'))?.visible).toBe(1);
      },
      { timeout: 10_000 },
    );
  });

  it('lets a call fail before the function runs when told so, once', async () => {
    await fetch(`${origin()}/_local/faults`, {
      method: 'POST',
      body: JSON.stringify({ service: 'lambda', function: 'echo', when: 'before' }),
    });

    const first = await fetch(`${cloud.outputs.apiUrl}/things/1`);
    const second = await fetch(`${cloud.outputs.apiUrl}/things/1`);

    expect(first.status).toBe(500);
    expect(await first.json()).toEqual({ message: 'Internal Server Error' });
    expect(second.status).toBe(200);
  });

  it('takes faults as text, lists them, ends one by its id, and refuses what cannot be', async () => {
    const faults = (method: string, path = '', body?: string) =>
      fetch(`${origin()}/_local/faults${path}`, { method, ...(body === undefined ? {} : { body }) });

    const added = await faults('POST', '', 'seed=3 lambda/echo:throttle:rate=1,dynamodb.Query:delay:delay=5');
    const refused = await fetch(`${cloud.outputs.apiUrl}/things/1`);
    const [throttle, slow] = (await added.json()) as { id: string; spec: string }[];
    const left = await faults('DELETE', `/${throttle?.id}`);
    const unknown = await faults('POST', '', 'sqs:before lambda/ecco:kill');
    const nonsense = await faults('POST', '', 'dynamodb:explode');
    const gone = await faults('DELETE', `/${throttle?.id}`);

    expect(refused.status).toBe(500);
    expect(slow?.spec).toBe('dynamodb.Query:delay:delay=5');
    expect(await left.json()).toMatchObject([{ id: slow?.id, hits: 0 }]);
    expect([unknown.status, nonsense.status, gone.status]).toEqual([400, 400, 404]);
    expect(await unknown.json()).toEqual({ message: expect.stringContaining("Unknown function 'ecco'") });
    expect(await (await faults('GET')).json()).toHaveLength(1);
    expect(await (await faults('DELETE')).json()).toEqual([]);
  });

  it('moves the clock of everything when told so, also of functions that are warm', async () => {
    const dynamoDb = new DynamoDBClient({
      region: 'eu-central-1',
      endpoint: String(cloud.outputs.awsEndpoints.AWS_ENDPOINT_URL_DYNAMODB),
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    });
    const TableName = 'things';
    const expiresAt = { N: String(Math.floor(Date.now() / 1000) + 600) };
    await dynamoDb.send(new PutItemCommand({ TableName, Item: { pk: { S: 'expiring' }, expiresAt } }));
    const time = async () => ((await (await fetch(`${cloud.outputs.apiUrl}/things/1`)).json()) as { now: number }).now;
    const before = await time();

    const moved = await fetch(`${origin()}/_local/clock`, { method: 'POST', body: '{"advanceSeconds":960}' });

    expect(await moved.json()).toMatchObject({ aheadSeconds: 960 });
    expect((await time()) - before).toBeGreaterThanOrEqual(960_000);
    expect(Date.parse(((await page('clock')) as { now: string }).now) - Date.now()).toBeGreaterThan(950_000);
    const { Item } = await dynamoDb.send(new GetItemCommand({ TableName, Key: { pk: { S: 'expiring' } } }));
    expect(Item).toBeUndefined();
  });

  it.each(['', '{"advanceSeconds":-1}', '{"advanceSeconds":0.5}', '{"to":"noon"}'])(
    'refuses to move the clock by %j',
    async (body) => {
      const before = await page('clock');

      expect((await fetch(`${origin()}/_local/clock`, { method: 'POST', body })).status).toBe(400);

      expect(await page('clock')).toMatchObject({ aheadSeconds: (before as { aheadSeconds: number }).aheadSeconds });
    },
  );

  it('counts what AWS would bill', async () => {
    const requestsOf = async () => {
      const lines = (await page('usage')) as { unit: string; resource: string; amount: number }[];
      const wanted = { requests: 'GET /v1/things/{id}', invocations: 'echo' };
      return Object.entries(wanted).map(
        ([unit, resource]) => lines.find((line) => line.unit === unit && line.resource === resource)?.amount ?? 0,
      );
    };
    const [requests = 0, invocations = 0] = await requestsOf();

    await fetch(`${cloud.outputs.apiUrl}/things/1`);

    expect(await requestsOf()).toEqual([requests + 1, invocations + 1]);
  });

  it('answers 404 where no route matches', async () => {
    const response = await fetch(`${cloud.outputs.apiUrl}/nothing`);

    expect(response.status).toBe(404);
    expect(await response.json()).toEqual({ message: 'Not Found' });
  });
});
