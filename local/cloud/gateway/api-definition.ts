import type { Created, Resource, ResourceType } from '../cloud.ts';
import { stableId } from '../services/names.ts';
import type { CorsConfiguration } from './cors.ts';
import { type Authorize, createJwtAuthorizer } from './jwt-authorizer.ts';
import type { Route } from './routing.ts';
import { createThrottle, type ThrottleSettings } from './throttle.ts';

export interface Integration {
  readonly functionArn: string;
  readonly timeoutMs: number;
}

export interface RouteTarget {
  readonly integrationId: string;
  readonly authorizerId: string | undefined;
  readonly scopes: readonly string[];
}

interface Stage {
  readonly DefaultRouteSettings?: ThrottleSettings;
  readonly RouteSettings?: Readonly<Record<string, ThrottleSettings>>;
}

/** The one HTTP API of the template, as its resources describe it. */
export class ApiDefinition {
  readonly types: Readonly<Record<string, ResourceType>>;
  readonly routes: Route<RouteTarget>[] = [];
  readonly integrations = new Map<string, Integration>();
  readonly authorizers = new Map<string, Authorize>();
  readonly #endpoint: string;
  readonly #issuerOf: (userPoolId: string) => string;
  readonly #throttles = new Map<string, () => boolean>();
  apiId: string | undefined;
  cors: CorsConfiguration | undefined;
  #stage: Stage | undefined;

  constructor(endpoint: string, issuerOf: (userPoolId: string) => string) {
    this.#endpoint = endpoint;
    this.#issuerOf = issuerOf;
    this.types = {
      'AWS::ApiGatewayV2::Api': {
        properties: [
          'CorsConfiguration.AllowCredentials',
          'CorsConfiguration.AllowHeaders',
          'CorsConfiguration.AllowMethods',
          'CorsConfiguration.AllowOrigins',
          'CorsConfiguration.ExposeHeaders',
          'CorsConfiguration.MaxAge',
          ...['Description', 'DisableExecuteApiEndpoint', 'Name', 'ProtocolType', 'Tags'],
        ],
        create: async (resource) => this.#createApi(resource),
      },
      'AWS::ApiGatewayV2::Stage': {
        properties: [
          ...['AccessLogSettings', 'ApiId', 'AutoDeploy', 'Description', 'StageName', 'Tags'],
          ...['DefaultRouteSettings', 'RouteSettings.*'].flatMap((settings) => [
            `${settings}.DetailedMetricsEnabled`,
            `${settings}.ThrottlingBurstLimit`,
            `${settings}.ThrottlingRateLimit`,
          ]),
        ],
        create: async (resource) => this.#createStage(resource),
      },
      'AWS::ApiGatewayV2::Integration': {
        properties: [
          ...['ApiId', 'Description', 'IntegrationMethod', 'IntegrationType', 'IntegrationUri'],
          ...['PayloadFormatVersion', 'TimeoutInMillis'],
        ],
        create: async (resource) => this.#createIntegration(resource),
      },
      'AWS::ApiGatewayV2::Authorizer': {
        properties: [
          ...['ApiId', 'AuthorizerType', 'IdentitySource', 'Name'],
          ...['JwtConfiguration.Audience', 'JwtConfiguration.Issuer'],
        ],
        create: async (resource) => this.#createAuthorizer(resource),
      },
      'AWS::ApiGatewayV2::Route': {
        properties: [
          ...['ApiId', 'AuthorizationScopes', 'AuthorizationType', 'AuthorizerId', 'OperationName'],
          ...['RouteKey', 'Target'],
        ],
        create: async (resource) => this.#createRoute(resource),
      },
    };
  }

  /** Whether the stage's limits admit one more request to this route. */
  admits(routeKey: string): boolean {
    const own = this.#stage?.RouteSettings?.[routeKey];
    const key = own === undefined ? '' : routeKey;
    let throttle = this.#throttles.get(key);
    if (throttle === undefined) {
      throttle = createThrottle(own ?? this.#stage?.DefaultRouteSettings ?? {});
      this.#throttles.set(key, throttle);
    }
    return throttle();
  }

  #createApi(resource: Resource): Created {
    const { ProtocolType, CorsConfiguration } = resource.properties;
    if (ProtocolType !== 'HTTP') throw new Error(`ProtocolType must be HTTP, not ${String(ProtocolType)}`);
    if (this.apiId !== undefined) throw new Error('one HTTP API is served here; the stacks hold a second one');
    this.apiId = stableId(resource, 10);
    this.cors = CorsConfiguration as CorsConfiguration | undefined;
    return { ref: this.apiId, attributes: { ApiEndpoint: this.#endpoint, ApiId: this.apiId } };
  }

  #createStage(resource: Resource): Created {
    const { StageName } = resource.properties;
    if (StageName !== '$default') throw new Error(`StageName must be $default, not ${String(StageName)}`);
    this.#stage = resource.properties as Stage;
    return { ref: '$default' };
  }

  #createIntegration(resource: Resource): Created {
    const { IntegrationType, IntegrationUri, PayloadFormatVersion, TimeoutInMillis = 30_000 } = resource.properties;
    if (IntegrationType !== 'AWS_PROXY') throw new Error('IntegrationType must be AWS_PROXY');
    if (PayloadFormatVersion !== '2.0') throw new Error('PayloadFormatVersion must be 2.0');
    const functionArn = /arn:aws:lambda:[^/]+/.exec(String(IntegrationUri))?.[0];
    if (functionArn === undefined)
      throw new Error(`IntegrationUri must name a function, not ${String(IntegrationUri)}`);
    const id = stableId(resource, 7);
    this.integrations.set(id, { functionArn, timeoutMs: Number(TimeoutInMillis) });
    return { ref: id };
  }

  #createAuthorizer(resource: Resource): Created {
    const { AuthorizerType, IdentitySource, JwtConfiguration } = resource.properties;
    if (AuthorizerType !== 'JWT') throw new Error(`AuthorizerType must be JWT, not ${String(AuthorizerType)}`);
    if ([IdentitySource].flat().join() !== '$request.header.Authorization') {
      throw new Error('IdentitySource must be $request.header.Authorization');
    }
    const { Audience, Issuer } = JwtConfiguration as { readonly Audience: readonly string[]; readonly Issuer: string };
    const userPoolId = /^https:\/\/cognito-idp\.[^/]+\/(.+)$/.exec(Issuer)?.[1];
    const localIssuer = userPoolId === undefined ? Issuer : this.#issuerOf(userPoolId);
    const id = stableId(resource, 6);
    this.authorizers.set(
      id,
      createJwtAuthorizer({
        issuers: [Issuer, localIssuer],
        jwksUri: `${localIssuer}/.well-known/jwks.json`,
        audience: Audience,
      }),
    );
    return { ref: id, attributes: { AuthorizerId: id } };
  }

  #createRoute(resource: Resource): Created {
    const {
      RouteKey,
      Target,
      AuthorizationType = 'NONE',
      AuthorizerId,
      AuthorizationScopes = [],
    } = resource.properties;
    if (AuthorizationType !== 'NONE' && AuthorizationType !== 'JWT') {
      throw new Error(`AuthorizationType must be NONE or JWT, not ${String(AuthorizationType)}`);
    }
    const integrationId = String(Target).replace(/^integrations\//, '');
    if (!this.integrations.has(integrationId)) throw new Error(`Target ${String(Target)} is not an integration`);
    const authorizerId = AuthorizationType === 'JWT' ? String(AuthorizerId) : undefined;
    this.routes.push({
      routeKey: String(RouteKey),
      target: { integrationId, authorizerId, scopes: AuthorizationScopes as readonly string[] },
    });
    return { ref: stableId(resource, 7) };
  }
}
