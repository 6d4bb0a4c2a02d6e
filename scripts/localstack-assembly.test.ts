import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CfnOutput, CfnResource, type Stack } from 'aws-cdk-lib';
import { UserPool } from 'aws-cdk-lib/aws-cognito';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { describe, expect, it, onTestFinished } from 'vitest';
import { synthesize } from '../infra/testing/synthesize.ts';
import type { Template, TemplateResource } from '../local/cloud/assembly/manifest.ts';
import { synthesizeStack, temporaryFolder } from '../local/cloud/testing/assembly.ts';
import { forMiniStack, rewriteTemplates, withStripeAt } from './localstack-assembly.ts';

const endpoint = 'http://localhost:4566';
const { templates } = synthesize();
const stackNamed = (name: string) => templates.get(`souk-dev-${name}`) as Template;

const ofType = (template: Template, type: string): readonly TemplateResource[] =>
  Object.values(template.Resources ?? {}).filter((resource) => resource.Type === type);

const variablesOf = (template: Template): readonly Record<string, unknown>[] =>
  ofType(template, 'AWS::Lambda::Function').map(
    ({ Properties }) => (Properties as { Environment: { Variables: Record<string, unknown> } }).Environment.Variables,
  );

describe('a rewritten assembly', () => {
  const assemblyWith = (define: (stack: Stack) => void): string => {
    const folder = temporaryFolder();
    onTestFinished(() => folder.remove());
    return synthesizeStack(folder.path, define);
  };
  const read = (assembly: string, file: string) => readFileSync(join(assembly, file), 'utf8');

  it('holds the template under the hash of its new content, and nowhere under the old hash', async () => {
    const assembly = assemblyWith((stack) => new CfnResource(stack, 'Thing', { type: 'AWS::SNS::Topic' }));
    const former = /([0-9a-f]{64})\.json/.exec(read(assembly, 'manifest.json'))?.[1] as string;

    await rewriteTemplates(assembly, (template) => ({ ...template, Resources: {} }));

    const text = read(assembly, 'test.template.json');
    const hash = createHash('sha256').update(text).digest('hex');
    expect(JSON.parse(text).Resources).toEqual({});
    for (const file of ['manifest.json', 'test.assets.json']) {
      expect(read(assembly, file)).toContain(`${hash}.json`);
      expect(read(assembly, file)).not.toContain(former);
    }
  });

  it('has a different hash after a different rewrite, so that deployments are never mixed up', async () => {
    const assembly = assemblyWith((stack) => new CfnResource(stack, 'Thing', { type: 'AWS::SNS::Topic' }));
    await rewriteTemplates(assembly, (template) => template);
    const before = read(assembly, 'manifest.json');

    await rewriteTemplates(assembly, (template) => ({ ...template, Outputs: { Said: { Value: 'again' } } }));

    expect(read(assembly, 'manifest.json')).not.toBe(before);
  });
});

describe('for MiniStack', () => {
  const rewrite = forMiniStack(endpoint);

  it('the archive of the bus is left out, and nothing else', () => {
    const data = stackNamed('data');
    const archives = Object.entries(data.Resources ?? {}).filter(([, { Type }]) => Type === 'AWS::Events::Archive');

    const resources = rewrite(data).Resources ?? {};

    expect(archives).toHaveLength(1);
    expect(Object.keys(resources)).toEqual(Object.keys(data.Resources ?? {}).filter((id) => id !== archives[0]?.[0]));
    expect(JSON.stringify(rewrite(data))).not.toContain(archives[0]?.[0]);
  });

  it('the issuer comes from the attribute that its user pools have', () => {
    const folder = temporaryFolder();
    onTestFinished(() => folder.remove());
    const assembly = synthesizeStack(folder.path, (stack) => {
      const pool = new UserPool(stack, 'Pool');
      new CfnOutput(stack, 'Issuer', { value: pool.userPoolProviderUrl });
      new CfnOutput(stack, 'Arn', { value: pool.userPoolArn });
    });
    const template: Template = JSON.parse(readFileSync(join(assembly, 'test.template.json'), 'utf8'));
    const [poolId] = Object.keys(template.Resources ?? {});

    const { Outputs } = rewrite(template);

    expect(Outputs?.Issuer?.Value).toEqual({
      'Fn::Join': ['', ['https://', { 'Fn::GetAtt': [poolId, 'ProviderName'] }]],
    });
    expect(Outputs?.Arn).toEqual(template.Outputs?.Arn);
  });

  it('every function that verifies tokens gets the URL of their keys, and other functions do not change', () => {
    const api = variablesOf(rewrite(stackNamed('api')));
    const workflow = stackNamed('workflow');

    expect(api.length).toBeGreaterThan(0);
    for (const { TOKEN_ISSUER, TOKEN_KEYS_URL } of api) {
      const pool = { 'Fn::Select': [3, { 'Fn::Split': ['/', TOKEN_ISSUER] }] };
      expect(TOKEN_KEYS_URL).toEqual({ 'Fn::Join': ['', [`${endpoint}/`, pool, '/.well-known/jwks.json']] });
    }
    expect(rewrite(workflow)).toEqual(workflow);
  });
});

describe('with a stand-in of Stripe', () => {
  const url = 'http://127.0.0.1:12111';
  const rewrite = withStripeAt(url);

  it('only the functions that know the secret call it', () => {
    const functions = ['api', 'workflow', 'events'].flatMap((name) => variablesOf(rewrite(stackNamed(name))));
    const sent = functions.filter(({ STRIPE_API_BASE }) => STRIPE_API_BASE !== undefined);

    expect(sent.length).toBeGreaterThan(0);
    for (const variables of functions) {
      expect(variables.STRIPE_API_BASE).toBe('STRIPE_SECRET_ARN' in variables ? url : undefined);
    }
  });

  it('the secret holds a key that it accepts, and other secrets do not change', () => {
    const folder = temporaryFolder();
    onTestFinished(() => folder.remove());
    const assembly = synthesizeStack(folder.path, (stack) => {
      new Secret(stack, 'Other');
      new EventBus(stack, 'Bus');
    });
    const other: Template = JSON.parse(readFileSync(join(assembly, 'test.template.json'), 'utf8'));

    const [secret] = ofType(rewrite(stackNamed('data')), 'AWS::SecretsManager::Secret');

    expect(JSON.parse(String(secret?.Properties?.SecretString))).toMatchObject({
      apiKey: expect.stringMatching(/^sk_test_/),
    });
    expect(secret?.Properties).not.toHaveProperty('GenerateSecretString');
    expect(rewrite(other)).toEqual(other);
  });
});
