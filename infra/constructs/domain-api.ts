import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  CorsHttpMethod,
  type CorsPreflightOptions,
  HttpApi,
  HttpMethod,
  HttpStage,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { API_TIMEOUT_SECONDS } from '../../functions/manifest.ts';
import { API_PREFIX, type Contract, functionOf, needsUser, routesOf } from '../../shared/http/contract.ts';
import type { NodeFunction } from './node-function.ts';

/**
 * Logs no path, address, agent or token: a path can hold an id, and ids belong to people. The route
 * and the request id are enough to find the rest.
 */
const ACCESS_LOG = {
  requestId: '$context.requestId',
  time: '$context.requestTime',
  route: '$context.routeKey',
  status: '$context.status',
  latency: '$context.responseLatency',
  integrationLatency: '$context.integrationLatency',
  integrationStatus: '$context.integrationStatus',
  integrationError: '$context.integrationErrorMessage',
  authorizerError: '$context.authorizer.error',
};

export interface DomainApiProps {
  readonly apiName: string;
  readonly contracts: readonly Contract[];
  /** Creates the function of this name, see `functionOf`. It is called once for each name. */
  readonly functionNamed: (name: string) => NodeFunction;
  /** The function that serves every request that no route matches. */
  readonly fallback: string;
  readonly tokenIssuer: string;
  readonly tokenAudience: readonly string[];
  readonly corsOrigins: readonly string[];
}

/** The HTTP API: exactly the routes of the contracts, and a `$default` route for the rest. */
export class DomainApi extends Construct {
  /** With the version's prefix, without a slash at the end. */
  readonly url: string;

  constructor(scope: Construct, id: string, props: DomainApiProps) {
    super(scope, id);
    const { apiName, corsOrigins } = props;
    const integrationFor = integrations(props);
    const api = new HttpApi(this, 'Http', {
      apiName,
      createDefaultStage: false,
      defaultIntegration: integrationFor(props.fallback),
      ...(corsOrigins.length > 0 && { corsPreflight: corsFor(corsOrigins) }),
    });
    const logGroup = new LogGroup(this, 'AccessLog', {
      // Under this prefix AWS needs no resource policy of ours, of which an account has only ten.
      logGroupName: `/aws/vendedlogs/apis/${apiName}`,
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    new HttpStage(this, 'Stage', {
      httpApi: api,
      stageName: '$default',
      autoDeploy: true,
      throttle: { rateLimit: 1000, burstLimit: 2000 },
      accessLogSettings: {
        destination: new LogGroupLogDestination(logGroup),
        format: AccessLogFormat.custom(JSON.stringify(ACCESS_LOG)),
      },
    });
    addRoutes(api, integrationFor, props);
    this.url = `${api.apiEndpoint}${API_PREFIX}`;
  }
}

type IntegrationFor = (functionName: string) => HttpLambdaIntegration;

function addRoutes(api: HttpApi, integrationFor: IntegrationFor, props: DomainApiProps): void {
  const authorizer = new HttpJwtAuthorizer('Users', props.tokenIssuer, { jwtAudience: [...props.tokenAudience] });
  for (const named of routesOf(props.contracts)) {
    api.addRoutes({
      path: `${API_PREFIX}${named.route.path}`,
      methods: [HttpMethod[named.route.method]],
      integration: integrationFor(functionOf(named)),
      ...(needsUser(named.route) && { authorizer }),
    });
  }
}

/**
 * One integration and one permission per function instead of per route: a stack holds at most 500
 * resources, a function's policy at most 20 KB.
 */
function integrations({ functionNamed, fallback }: DomainApiProps): IntegrationFor {
  const made = new Map<string, HttpLambdaIntegration>();
  return (name) => {
    const integration =
      made.get(name) ??
      new HttpLambdaIntegration(`${name}-integration`, functionNamed(name), {
        timeout: Duration.seconds(API_TIMEOUT_SECONDS),
        // A permission for all routes is `<api>/*/*/*`. The default route's ARN,
        // `<api>/<stage>/$default`, does not match it.
        scopePermissionToRoute: name === fallback,
      });
    made.set(name, integration);
    return integration;
  };
}

const corsFor = (origins: readonly string[]): CorsPreflightOptions => ({
  allowOrigins: [...origins],
  allowMethods: [CorsHttpMethod.GET, CorsHttpMethod.POST, CorsHttpMethod.PUT, CorsHttpMethod.DELETE],
  allowHeaders: ['authorization', 'content-type', 'x-cart-token', 'idempotency-key', 'if-match', 'prefer', 'x-api-key'],
  exposeHeaders: [
    ...['etag', 'location', 'link', 'idempotent-replayed', 'preference-applied', 'retry-after'],
    ...['content-disposition', 'apigw-requestid', 'www-authenticate'],
  ],
  maxAge: Duration.hours(1),
});
