import { type App, CfnOutput, Stack } from 'aws-cdk-lib';
import { functionNamed, shop } from '../../functions/index.ts';
import { DomainApi } from '../constructs/domain-api.ts';
import { DomainFunction, type Surroundings } from '../constructs/domain-function.ts';
import type { DataStack } from './data-stack.ts';

/** The HTTP API and the functions behind its routes. */
export class ApiStack extends Stack {
  constructor(app: App, around: Surroundings, { signIn }: DataStack) {
    super(app, `souk-${around.settings.stage}-api`);
    const clientIds = signIn.clients.map(({ userPoolClientId }) => userPoolClientId);
    const serving = (name: string): DomainFunction => {
      const target = new DomainFunction(this, functionNamed(name), around);
      // Guests' routes have no authorizer: the function itself verifies a token if there is one.
      target.addEnvironment('TOKEN_ISSUER', signIn.pool.userPoolProviderUrl);
      target.addEnvironment('TOKEN_CLIENTS', clientIds.join(','));
      return target;
    };
    const fallback = shop.functions.find((each) => each.fallback)?.name;
    if (fallback === undefined) throw new Error('No function serves the requests that no route matches.');
    const api = new DomainApi(this, 'Api', {
      apiName: `souk-${around.settings.stage}`,
      contracts: shop.contracts,
      functionNamed: serving,
      fallback,
      tokenIssuer: signIn.pool.userPoolProviderUrl,
      tokenAudience: clientIds,
      corsOrigins: around.settings.corsOrigins,
    });
    new CfnOutput(this, 'ApiUrl', { value: api.url });
  }
}
