import type { Stack } from '../cloud/assembly/manifest.ts';
import type { Resource } from '../cloud/cloud.ts';
import type { Endpoint } from '../stripe/webhooks.ts';

/** Signs the webhooks of the stand-in. */
export const webhookSecret = 'whsec_local';
/** The credentials that the Stripe stand-in accepts. */
const stripeSecret = JSON.stringify({ apiKey: 'sk_test_local', webhookSecrets: [webhookSecret] });

/**
 * The one difference on this machine: functions with Stripe's secret are sent to the stand-in, and
 * the secret holds its credentials.
 */
export function adaptTo(stripeUrl: string): (resource: Resource) => Resource {
  return (resource) => {
    const { type, logicalId, properties } = resource;
    if (type === 'AWS::SecretsManager::Secret' && /stripe/i.test(`${logicalId} ${String(properties.Name)}`)) {
      const { GenerateSecretString: _, ...kept } = properties;
      return { ...resource, properties: { ...kept, SecretString: stripeSecret } };
    }
    const variables = (properties.Environment as { readonly Variables?: object } | undefined)?.Variables;
    if (type === 'AWS::Lambda::Function' && variables !== undefined && 'STRIPE_SECRET_ARN' in variables) {
      const Environment = { Variables: { ...variables, STRIPE_API_BASE: stripeUrl } };
      return { ...resource, properties: { ...properties, Environment } };
    }
    return resource;
  };
}

/**
 * The types to which an operator subscribes the endpoint. functions/payments/README.md says why
 * `charge.captured` and `payment_intent.succeeded` are not among them.
 */
export const ENABLED_EVENTS = [
  'payment_intent.amount_capturable_updated',
  'payment_intent.payment_failed',
  'payment_intent.canceled',
  'refund.updated',
  'refund.failed',
  'charge.refunded',
  'charge.dispute.created',
  'charge.dispute.closed',
];

/**
 * The endpoint of the stand-in's webhooks: the shop's route for them, if the template has one.
 * `apiUrl` includes the stage's prefix.
 */
export function webhooksTo(apiUrl: string, stacks: readonly Stack[]): Endpoint | undefined {
  const url = `${apiUrl}/webhooks/stripe`;
  const routeKey = `POST ${new URL(url).pathname}`;
  const resources = stacks.flatMap(({ template }) => Object.values(template.Resources ?? {}));
  const hasRoute = resources.some(
    ({ Type, Properties }) => Type === 'AWS::ApiGatewayV2::Route' && Properties?.RouteKey === routeKey,
  );
  return hasRoute ? { url, secret: webhookSecret, enabledEvents: ENABLED_EVENTS } : undefined;
}

interface Environment {
  readonly Variables?: Readonly<Record<string, unknown>>;
}

/** A setting of the shop, such as its currency, from the variables of a function that has it. */
export function settingOf(stacks: readonly Stack[], variable: string): string | undefined {
  const resources = stacks.flatMap(({ template }) => Object.values(template.Resources ?? {}));
  const values = resources.map(
    ({ Properties }) => (Properties?.Environment as Environment | undefined)?.Variables?.[variable],
  );
  return values.find((value) => typeof value === 'string');
}
