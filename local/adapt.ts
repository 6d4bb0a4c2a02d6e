import type { Resource } from './cloud.ts';

/** What the Stripe stand-in takes. */
const stripeSecret = JSON.stringify({ apiKey: 'sk_test_local', webhookSecrets: ['whsec_local'] });

/**
 * The one thing that differs on this machine: who knows Stripe's secret is sent to the stand-in, and the secret opens it.
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
