import { CognitoIdentityProviderClient, InitiateAuthCommand } from '@aws-sdk/client-cognito-identity-provider';
import { HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { CfnUserPoolGroup, UserPool } from 'aws-cdk-lib/aws-cognito';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { functionOf, synthesizeStack, temporaryFolder } from '../cloud/testing/assembly.ts';
import { type RunningShop, startShop } from './start.ts';

const echo = `exports.handler = async (event) => ({
  statusCode: 200,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ event }),
});`;

describe('a running shop', () => {
  const folder = temporaryFolder();
  let shop: RunningShop;

  beforeAll(async () => {
    const assemblyDir = synthesizeStack(folder.path, (stack) => {
      const pool = new UserPool(stack, 'Pool', { signInAliases: { email: true } });
      new CfnUserPoolGroup(stack, 'Admins', { userPoolId: pool.userPoolId, groupName: 'admin' });
      const client = pool.addClient('Client', { authFlows: { userPassword: true } });
      const api = new HttpApi(stack, 'Api');
      const handler = functionOf(stack, folder.path, 'echo', echo);
      const integration = new HttpLambdaIntegration('Echo', handler, { scopePermissionToRoute: false });
      const authorizer = new HttpJwtAuthorizer('Users', pool.userPoolProviderUrl, {
        jwtAudience: [client.userPoolClientId],
      });
      api.addRoutes({ path: '/v1/things/{id}', methods: [HttpMethod.GET], integration });
      api.addRoutes({ path: '/v1/admin', methods: [HttpMethod.GET], integration, authorizer });
      stack.exportValue(client.userPoolClientId, { name: 'ClientId' });
    });
    shop = await startShop({ assemblyDir, retryDelayScale: 0 });
  });
  afterAll(async () => {
    await shop?.stop();
    folder.remove();
  });

  const origin = () => new URL(shop.outputs.apiUrl).origin;
  const page = async (name: string): Promise<never> => (await fetch(`${origin()}/_local/${name}`)).json() as never;

  it('requires a token where the route is for users, and accepts the admin’s', async () => {
    const clientId = Object.values(shop.outputs.outputs.test ?? {})[0];
    const { admin, awsEndpoints, apiUrl } = shop.outputs;
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

  it('fails one call before the function runs, on request', async () => {
    await fetch(`${origin()}/_local/faults`, {
      method: 'POST',
      body: JSON.stringify({ service: 'lambda', function: 'echo', when: 'before' }),
    });

    const first = await fetch(`${shop.outputs.apiUrl}/things/1`);
    const second = await fetch(`${shop.outputs.apiUrl}/things/1`);

    expect(first.status).toBe(500);
    expect(await first.json()).toEqual({ message: 'Internal Server Error' });
    expect(second.status).toBe(200);
  });

  it('accepts faults as text, lists them, removes one by its id, and refuses impossible ones', async () => {
    const faults = (method: string, path = '', body?: string) =>
      fetch(`${origin()}/_local/faults${path}`, { method, ...(body === undefined ? {} : { body }) });

    const added = await faults('POST', '', 'seed=3 lambda/echo:throttle:rate=1,dynamodb.Query:delay:delay=5');
    const refused = await fetch(`${shop.outputs.apiUrl}/things/1`);
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

  it('sets the clock ahead on request, and returns how far ahead it is', async () => {
    const moved = await fetch(`${origin()}/_local/clock`, { method: 'POST', body: '{"advanceSeconds":960}' });

    expect(await moved.json()).toMatchObject({ aheadSeconds: 960 });
    expect(Date.parse(((await page('clock')) as { now: string }).now) - Date.now()).toBeGreaterThan(950_000);
  });

  it.each(['', '{"advanceSeconds":-1}', '{"advanceSeconds":0.5}', '{"to":"noon"}'])(
    'refuses to set the clock by %j',
    async (body) => {
      const before = await page('clock');

      expect((await fetch(`${origin()}/_local/clock`, { method: 'POST', body })).status).toBe(400);

      expect(await page('clock')).toMatchObject({ aheadSeconds: (before as { aheadSeconds: number }).aheadSeconds });
    },
  );

  it('counts the units that AWS would bill', async () => {
    const requestsOf = async () => {
      const lines = (await page('usage')) as { unit: string; resource: string; amount: number }[];
      const wanted = { requests: 'GET /v1/things/{id}', invocations: 'echo' };
      return Object.entries(wanted).map(
        ([unit, resource]) => lines.find((line) => line.unit === unit && line.resource === resource)?.amount ?? 0,
      );
    };
    const [requests = 0, invocations = 0] = await requestsOf();

    await fetch(`${shop.outputs.apiUrl}/things/1`);

    expect(await requestsOf()).toEqual([requests + 1, invocations + 1]);
  });
});
