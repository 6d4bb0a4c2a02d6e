import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import Stripe from 'stripe';
import { expect, it, onTestFinished, vi } from 'vitest';
import { functionOf, synthesizeStack, temporaryFolder } from '../cloud/testing/assembly.ts';
import { ENABLED_EVENTS, webhooksTo } from './adapt.ts';
import { startShop } from './start.ts';

/** Fails once, as a shop that has just started may. */
const receiver = `let calls = 0;
exports.handler = async (event) => {
  calls += 1;
  const { body, headers, isBase64Encoded } = event;
  console.log('webhook ' + JSON.stringify({ body, signature: headers['stripe-signature'], isBase64Encoded }));
  return { statusCode: calls === 1 ? 500 : 200, body: '{}' };
};`;

it('sends Stripe’s webhooks to the shop’s route, signed with the shop’s secret, until they are accepted', async () => {
  const folder = temporaryFolder();
  onTestFinished(() => folder.remove());
  const assemblyDir = synthesizeStack(folder.path, (stack) => {
    const handler = functionOf(stack, folder.path, 'receiver', receiver);
    const integration = new HttpLambdaIntegration('Receiver', handler, { scopePermissionToRoute: false });
    new HttpApi(stack, 'Api').addRoutes({ path: '/v1/webhooks/stripe', methods: [HttpMethod.POST], integration });
  });
  const cloud = await startShop({ assemblyDir, retryDelayScale: 0.001 });
  onTestFinished(() => cloud.stop());
  const { port } = new URL(cloud.outputs.stripeUrl);
  const stripe = new Stripe('sk_test_local', { host: '127.0.0.1', port, protocol: 'http', telemetry: false });

  await stripe.paymentIntents.create({
    ...{ amount: 1000, currency: 'eur', capture_method: 'manual', payment_method: 'pm_card_visa', confirm: true },
    metadata: { title: 'Größe €' },
  });
  await vi.waitFor(async () => expect((await stripe.events.list()).data[0]?.pending_webhooks).toBe(0), {
    timeout: 30_000,
  });

  const pages = await fetch(new URL('/_local/functions', cloud.outputs.apiUrl));
  const [page] = (await pages.json()) as { readonly log: readonly string[] }[];
  const deliveries = (page?.log ?? [])
    .filter((line) => line.includes('webhook {'))
    .map((line) => JSON.parse(line.slice(line.indexOf('{'))));
  expect(deliveries).toHaveLength(2);
  for (const { body, signature } of deliveries) {
    const { type } = stripe.webhooks.constructEvent(body, signature, 'whsec_local');
    expect(type).toBe('payment_intent.amount_capturable_updated');
  }
});

it('sends no webhooks to a shop without the route', () => {
  const routeTo = (RouteKey: string) => ({ Type: 'AWS::ApiGatewayV2::Route', Properties: { RouteKey } });
  const stackWith = (RouteKey: string) => ({ name: 'api', template: { Resources: { Route: routeTo(RouteKey) } } });
  const apiUrl = 'http://127.0.0.1:4000/v1';

  expect(webhooksTo(apiUrl, [])).toBeUndefined();
  expect(webhooksTo(apiUrl, [stackWith('GET /v1/webhooks/stripe')])).toBeUndefined();
  expect(webhooksTo(apiUrl, [stackWith('POST /v1/webhooks/stripe')])).toEqual({
    url: 'http://127.0.0.1:4000/v1/webhooks/stripe',
    secret: 'whsec_local',
    enabledEvents: ENABLED_EVENTS,
  });
});

it('the webhooks are those that the READMEs tell an operator to enable', async () => {
  for (const file of ['README.md', 'functions/payments/README.md']) {
    const text = await readFile(join(import.meta.dirname, '../..', file), 'utf8');
    const [sentence = ''] =
      /[^.]*(?:Let Stripe send|Subscribe the endpoint)(?:[^`]|`[^`]*`)*?(?:\. |\.\n)/.exec(text) ?? [];
    const types = [...sentence.matchAll(/`((?:payment_intent|refund|charge)\.[\w.]+)`/g)].map(([, type]) => type);

    expect(types, file).toEqual(ENABLED_EVENTS);
  }
});
