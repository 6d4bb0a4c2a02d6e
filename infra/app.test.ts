import { describe, expect, it } from 'vitest';
import { shop } from '../functions/index.ts';
import { tableVariable } from '../shared/dynamodb/table-variable.ts';
import { functionOf, needsUser, routeKey, routesOf } from '../shared/http/contract.ts';
import { synthesize, textOf } from './testing/synthesize.ts';

const whole = synthesize();
const { ofType, resources, templates } = whole;

/**
 * All resource types that the stacks may hold. They are paid by use or, like alarms and the secret,
 * cost a few cents a month. None is billed by the hour.
 */
const ALLOWED_TYPES = [
  'AWS::ApiGatewayV2::Api',
  'AWS::ApiGatewayV2::Authorizer',
  'AWS::ApiGatewayV2::Integration',
  'AWS::ApiGatewayV2::Route',
  'AWS::ApiGatewayV2::Stage',
  'AWS::CloudTrail::Trail',
  'AWS::CloudWatch::Alarm',
  'AWS::Cognito::UserPool',
  'AWS::Cognito::UserPoolClient',
  'AWS::Cognito::UserPoolGroup',
  'AWS::DynamoDB::GlobalTable',
  'AWS::Events::Archive',
  'AWS::Events::EventBus',
  'AWS::Events::Rule',
  'AWS::IAM::Policy',
  'AWS::IAM::Role',
  'AWS::Lambda::EventInvokeConfig',
  'AWS::Lambda::EventSourceMapping',
  'AWS::Lambda::Function',
  'AWS::Lambda::Permission',
  'AWS::Logs::LogGroup',
  'AWS::Logs::MetricFilter',
  'AWS::S3::Bucket',
  'AWS::S3::BucketPolicy',
  'AWS::SES::EmailIdentity',
  'AWS::SQS::Queue',
  'AWS::SQS::QueuePolicy',
  'AWS::SecretsManager::Secret',
  'AWS::StepFunctions::StateMachine',
];

describe('the app', () => {
  it('is the same at every synthesis', () => {
    const again = synthesize();

    expect(JSON.stringify([...again.templates])).toBe(JSON.stringify([...templates]));
  });

  it('keeps every stack well below the limit of 500 resources', () => {
    for (const stack of templates.keys()) {
      expect(resources.filter((resource) => resource.stack === stack).length, stack).toBeLessThan(400);
    }
  });

  it('holds nothing that is billed by the hour', () => {
    const types = new Set(resources.map(({ type }) => type));

    expect([...types].filter((type) => !ALLOWED_TYPES.includes(type))).toEqual([]);
    expect(JSON.stringify([...templates])).not.toMatch(/Provisioned(Concurrency|Throughput|PollerConfig)/);
    for (const { properties } of ofType('AWS::DynamoDB::GlobalTable')) {
      expect(properties.BillingMode).toBe('PAY_PER_REQUEST');
    }
  });

  it('refuses a context that makes no sense', () => {
    expect(() => synthesize({ stage: 'No Such Stage' })).toThrow(/stage/);
    expect(() => synthesize({ paymentTimeoutSeconds: 'soon' })).toThrow(/paymentTimeoutSeconds/);
    expect(() => synthesize({ paymentTimeoutSeconds: 900 })).toThrow(/paymentTimeoutSeconds/);
    expect(() => synthesize({ curency: 'USD' })).toThrow(/curency: there is no such setting/);
  });
});

/** Matches like IAM's ArnLike: `*` stands for any characters, slashes too. */
const matchesArn = (pattern: string, arn: string): boolean =>
  new RegExp(`^${pattern.replaceAll('*', '.*')}$`).test(arn);

describe('the API', () => {
  const routes = ofType('AWS::ApiGatewayV2::Route').map(({ properties }) => properties);

  it('has exactly the routes of the contracts and a default route', () => {
    const declared = routesOf(shop.contracts).map(({ route }) => routeKey(route));

    expect(routes.map(({ RouteKey }) => RouteKey).sort()).toEqual([...declared, '$default'].sort());
  });

  it('asks for a token exactly where only signed-in users may call', () => {
    const guarded = routesOf(shop.contracts).filter(({ route }) => needsUser(route));

    expect(
      routes
        .filter(({ AuthorizationType }) => AuthorizationType === 'JWT')
        .map(({ RouteKey }) => RouteKey)
        .sort(),
    ).toEqual(guarded.map(({ route }) => routeKey(route)).sort());
    for (const { AuthorizationType } of routes) expect(['JWT', 'NONE']).toContain(AuthorizationType);
  });

  it('accepts tokens of the user pool for its own client only', () => {
    const [authorizer, ...others] = ofType('AWS::ApiGatewayV2::Authorizer');

    expect(others).toEqual([]);
    expect(textOf(authorizer?.properties.JwtConfiguration.Issuer)).toMatch(/Users.*ProviderURL/);
    expect(textOf(authorizer?.properties.JwtConfiguration.Audience)).toMatch(/UsersApi/);
  });

  it('sends each route to the function that its contract names', () => {
    const uris = new Map(
      ofType('AWS::ApiGatewayV2::Integration').map(({ id, properties }) => [id, properties.IntegrationUri]),
    );
    const names = new Map(ofType('AWS::Lambda::Function').map(({ id, properties }) => [id, properties.FunctionName]));
    const target = (key: string) => {
      const integration = textOf(routes.find(({ RouteKey }) => RouteKey === key)?.Target).replace(/^.*<(.*)>$/, '$1');
      return names.get(uris.get(integration)?.['Fn::GetAtt'][0]);
    };

    for (const named of routesOf(shop.contracts)) {
      expect(target(routeKey(named.route)), routeKey(named.route)).toBe(`souk-dev-${functionOf(named)}`);
    }
    expect(target('$default')).toBe('souk-dev-edge-api');
  });

  it('may call the function behind each route, the default route included', () => {
    const permissions = ofType('AWS::Lambda::Permission').map(({ properties }) => ({
      target: textOf(properties.FunctionName),
      pattern: textOf(properties.SourceArn).replace(/^.*:<ApiHttp\w+>/, ''),
    }));
    const uris = new Map(
      ofType('AWS::ApiGatewayV2::Integration').map(({ id, properties }) => [id, textOf(properties.IntegrationUri)]),
    );

    for (const { RouteKey, Target } of routes) {
      const [method, path] = RouteKey.split(' ');
      const arn = path === undefined ? '/$default/$default' : `/$default/${method}${path}`;
      const target = uris.get(textOf(Target).replace(/^.*<(.*)>$/, '$1'));
      const allowed = permissions.filter((permission) => permission.target === target);

      expect(allowed.filter(({ pattern }) => matchesArn(pattern, arn)).length, RouteKey).toBeGreaterThan(0);
    }
  });

  it('logs every access without anything about the caller', () => {
    const format = ofType('AWS::ApiGatewayV2::Stage')[0]?.properties.AccessLogSettings.Format;

    expect(format).toContain('$context.requestId');
    expect(format).not.toMatch(/identity|claims|\$context\.path|userAgent|sourceIp/i);
  });

  it('allows CORS requests of the configured origins only', () => {
    const [api] = synthesize({ corsOrigins: 'https://shop.example.com' }).ofType('AWS::ApiGatewayV2::Api');

    expect(api?.properties.CorsConfiguration.AllowOrigins).toEqual(['https://shop.example.com']);
    expect(ofType('AWS::ApiGatewayV2::Api')[0]?.properties.CorsConfiguration).toBeUndefined();
  });
});

describe('the tables', () => {
  it('can be recovered, are encrypted, are hard to delete and have a stream', () => {
    const tables = ofType('AWS::DynamoDB::GlobalTable');

    expect(tables).toHaveLength(shop.tables.length);
    for (const { properties } of tables) {
      expect(properties).toMatchObject({
        SSESpecification: { SSEEnabled: true },
        StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
        TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
        Replicas: [
          {
            DeletionProtectionEnabled: true,
            PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
          },
        ],
      });
    }
  });
});

describe('the functions', () => {
  const functions = ofType('AWS::Lambda::Function').map(({ properties }) => properties);

  it('run on arm64 and Node 24, are traced and keep their log for a month', () => {
    const kept = new Map(ofType('AWS::Logs::LogGroup').map(({ id, properties }) => [id, properties.RetentionInDays]));

    for (const properties of functions) {
      expect(properties).toMatchObject({
        Architectures: ['arm64'],
        Runtime: 'nodejs24.x',
        TracingConfig: { Mode: 'Active' },
      });
      expect(kept.get(properties.LoggingConfig.LogGroup.Ref), properties.FunctionName).toBe(30);
    }
  });

  it('know the tables that they own or read, and no other', () => {
    for (const { name, tables } of shop.functions) {
      const { Environment } = functions.find(({ FunctionName }) => FunctionName === `souk-dev-${name}`);
      const known = Object.keys(Environment.Variables).filter((variable) => variable.endsWith('_TABLE'));

      expect(known.sort(), name).toEqual(tables.map(tableVariable).sort());
    }
  });

  it('may count attempts exactly where a route of theirs is throttled, or where they are forgiven', () => {
    const throttled = routesOf(shop.contracts).filter(({ route }) => route.throttles);
    const counting = functions.filter(({ Environment }) => Environment.Variables.THROTTLES_TABLE);

    expect(counting.map(({ FunctionName }) => FunctionName.replace('souk-dev-', '')).sort()).toEqual(
      [...new Set([...throttled.map(functionOf), 'orders-saga'])].sort(),
    );
  });

  it('end before API Gateway gives up, when they stand behind it', () => {
    const behind = new Set(routesOf(shop.contracts).map((named) => `souk-dev-${functionOf(named)}`));

    for (const { FunctionName, Timeout } of functions) {
      if (behind.has(FunctionName)) expect(Timeout, FunctionName).toBeLessThanOrEqual(29);
    }
  });
});

describe('the order saga', () => {
  const sagaOf = (context = {}) => synthesize(context).ofType('AWS::StepFunctions::StateMachine')[0]?.properties;

  it('waits for a payment as long as the setting of the stage says', () => {
    const saga = sagaOf({ paymentTimeoutSeconds: '5' });

    expect(JSON.parse(saga.DefinitionString).States.AuthorizePayment.TimeoutSeconds).toBe(5);
  });

  it('knows every function that its definition names', () => {
    const saga = sagaOf();
    const named = [...saga.DefinitionString.matchAll(/\$\{(\w+)\}/g)].map(([, name]) => name);

    expect([...new Set(named)].sort()).toEqual(Object.keys(saga.DefinitionSubstitutions).sort());
  });

  it('logs no data of its executions', () => {
    expect(sagaOf().LoggingConfiguration).toMatchObject({ IncludeExecutionData: false, Level: 'ERROR' });
  });
});
