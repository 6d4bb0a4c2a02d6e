import { join } from 'node:path';
import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Grant, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Code, Function as LambdaFunction, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { DEFAULT_MEMORY_MB, DEFAULT_TIMEOUT_SECONDS } from '../../functions/manifest.ts';
import type { Settings } from '../settings.ts';

export interface NodeFunctionProps {
  readonly settings: Settings;
  /** Without the prefix of the product and stage, e.g. `catalog-api`; begins with the domain. */
  readonly name: string;
  /** The bundle's folder. Default: `name`. */
  readonly bundle?: string;
  /** Default {@link DEFAULT_MEMORY_MB}. */
  readonly memoryMb?: number | undefined;
  /** Default {@link DEFAULT_TIMEOUT_SECONDS}. */
  readonly timeoutSeconds?: number | undefined;
  readonly environment?: Readonly<Record<string, string>>;
}

/** A Lambda from a prebuilt bundle. At first its role may only write its own log and traces. */
export class NodeFunction extends LambdaFunction {
  readonly name: string;

  constructor(scope: Construct, id: string, props: NodeFunctionProps) {
    const { settings, name, bundle = name, environment = {} } = props;
    const { memoryMb = DEFAULT_MEMORY_MB, timeoutSeconds = DEFAULT_TIMEOUT_SECONDS } = props;
    const functionName = `souk-${settings.stage}-${name}`;
    // A role and a log group of our own: the CDK's default role has a managed policy that may write
    // every log of the account.
    const role = new Role(scope, `${id}Role`, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    const logGroup = new LogGroup(scope, `${id}Logs`, {
      logGroupName: `/aws/lambda/${functionName}`,
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    logGroup.grantWrite(role);
    super(scope, id, {
      functionName,
      role,
      logGroup,
      code: Code.fromAsset(join(settings.bundleDir, bundle), { displayName: bundle }),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      tracing: Tracing.ACTIVE,
      memorySize: memoryMb,
      timeout: Duration.seconds(timeoutSeconds),
      environment: {
        STAGE: settings.stage,
        POWERTOOLS_SERVICE_NAME: name.split('-', 1).join(),
        POWERTOOLS_LOG_LEVEL: 'INFO',
        NODE_OPTIONS: '--enable-source-maps',
        ...environment,
      },
    });
    this.name = name;
  }

  /** Allows the function's role these actions on these resources. */
  allow(actions: string[], resourceArns: string[]): void {
    Grant.addToPrincipal({ grantee: this, actions, resourceArns });
  }
}
