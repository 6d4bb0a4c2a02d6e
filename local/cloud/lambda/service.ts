import { statSync } from 'node:fs';
import { basename } from 'node:path';
import type { Cloud, Created, InvocationResult, Resource, ResourceType, Service } from '../cloud.ts';
import type { FaultSwitch } from '../faults/switch.ts';
import type { ApiHandlers } from '../services/api.ts';
import { physicalName } from '../services/names.ts';
import { type AsynchronousConfig, runAsynchronously } from './asynchronous.ts';
import { type DestinationServices, destinationOf } from './destination.ts';
import { runtimeVariables } from './environment.ts';
import { type FunctionConfig, FunctionPool } from './function-pool.ts';
import { createHosts } from './hosts.ts';
import { refusalOf, requireEventSize } from './limits.ts';
import { createLogTail } from './log-tail.ts';
import { type FunctionProperties, functionProperties } from './properties.ts';

export interface LambdaOptions {
  /** The paths of the assets' code, by S3 key. */
  readonly assets: ReadonlyMap<string, string>;
  /** The SDK's environment of the local engines, available once they have started. */
  readonly endpoints: () => Readonly<Record<string, string>>;
  /** The services that functions reach without a socket. */
  readonly apis: ApiHandlers;
  readonly destinations: DestinationServices;
  readonly compileCacheDir: string;
  readonly environmentsPerFunction: number;
  readonly retryDelayScale: number;
  readonly verbose: boolean;
  /** Asked before each invocation. */
  readonly faults: FaultSwitch;
}

export interface LambdaService extends Service {
  /** As `Cloud.invoke`; a call that is aborted while it waits for an environment never runs. */
  invoke(functionNameOrArn: string, payload: unknown, signal?: AbortSignal): Promise<InvocationResult>;
  /**
   * Accepts an `Event` invocation: retried, then sent to its failure destination, as the template
   * says. Throws for a payload over the limit.
   */
  invokeAsync(functionNameOrArn: string, payload: unknown): void;
  /** The names of the deployed functions. */
  names(): readonly string[];
  /**
   * Reloads the functions whose code is in this directory; running invocations finish on the old
   * code. Returns the functions' names.
   */
  renew(codeDirectory: string): readonly string[];
  /** The last log lines of each function. */
  logs(): Readonly<Record<string, readonly string[]>>;
}

/** Lambda: the deployed bundles in threads of this process. */
export function createLambda(options: LambdaOptions): LambdaService {
  const pools = new Map<string, FunctionPool>();
  const asynchronous = new Map<string, Partial<AsynchronousConfig>>();
  const stopping = new AbortController();
  const hosts = createHosts({ apis: options.apis });
  let cloud: Cloud | undefined;

  const invoke: LambdaService['invoke'] = async (nameOrArn, payload, signal) => {
    const pool = pools.get(nameOf(nameOrArn));
    if (pool === undefined) {
      return {
        ok: false,
        errorType: 'Lambda.ResourceNotFoundException',
        errorMessage: `Function not found: ${nameOrArn}`,
      };
    }
    const event = JSON.stringify(payload) ?? 'null';
    const refusal = refusalOf(event);
    if (refusal !== undefined) return refusal;
    cloud?.meter?.({ service: 'lambda', unit: 'invocations', resource: pool.config.name }, 1);
    return pool.invoke(event, signal);
  };

  const functionType: ResourceType = {
    properties: functionProperties,
    async create(resource, owner): Promise<Created> {
      const config = configOf(resource, owner, options);
      const log = createLogTail(config.name, owner.log, options.verbose);
      pools.set(config.name, new FunctionPool(config, log, { hosts, faults: options.faults, clock: owner.clock }));
      const deadLetters = (resource.properties as FunctionProperties).DeadLetterConfig?.TargetArn;
      asynchronous.set(config.name, { functionArn: config.arn, deadLetterQueue: destinationOf(deadLetters) });
      return { ref: config.name, attributes: { Arn: config.arn } };
    },
  };

  return {
    name: 'lambda',
    types: {
      'AWS::Lambda::Function': functionType,
      'AWS::Lambda::Permission': {
        properties: ['Action', 'FunctionName', 'Principal', 'SourceAccount', 'SourceArn'],
        create: async (resource) => ({ ref: `${resource.stack}-${resource.logicalId}` }),
      },
      'AWS::Lambda::EventInvokeConfig': eventInvokeConfigType(asynchronous),
    },
    async start(owner) {
      cloud = owner;
      return {};
    },
    invoke,
    invokeAsync(nameOrArn, payload) {
      const name = nameOf(nameOrArn);
      if (cloud === undefined) throw new Error('Lambda has not started');
      requireEventSize(payload);
      const { log, clock } = cloud;
      const defaults = {
        functionArn: nameOrArn,
        maxRetries: 2,
        maxAgeMs: 6 * 3_600_000,
        onFailure: undefined,
        deadLetterQueue: undefined,
      };
      void runAsynchronously(
        payload,
        { ...defaults, ...asynchronous.get(name) },
        {
          invoke: (event) => invoke(nameOrArn, event),
          services: options.destinations,
          clock,
          retryDelayScale: options.retryDelayScale,
          signal: stopping.signal,
        },
      ).catch((error) => log(`[${name}] the failed event could not be set aside: ${(error as Error).message}`));
    },
    names: () => [...pools.keys()],
    renew(codeDirectory) {
      const those = [...pools.values()].filter(({ config }) => config.settings.taskRoot === codeDirectory);
      for (const pool of those) pool.renew();
      return those.map(({ config }) => config.name);
    },
    logs: () => Object.fromEntries([...pools].map(([name, pool]) => [name, pool.log.lines()])),
    inspect: async () => [...pools.values()].map((pool) => pool.status()),
    async stop() {
      stopping.abort();
      await Promise.all([...pools.values()].map((pool) => pool.stop()));
      await hosts.stop();
    },
  };
}

function eventInvokeConfigType(asynchronous: Map<string, Partial<AsynchronousConfig>>): ResourceType {
  return {
    properties: [
      'FunctionName',
      'Qualifier',
      'MaximumRetryAttempts',
      'MaximumEventAgeInSeconds',
      'DestinationConfig.OnFailure.Destination',
    ],
    async create({ properties, stack, logicalId }) {
      const { MaximumRetryAttempts, MaximumEventAgeInSeconds, DestinationConfig } = properties as {
        readonly MaximumRetryAttempts?: number;
        readonly MaximumEventAgeInSeconds?: number;
        readonly DestinationConfig?: { readonly OnFailure?: { readonly Destination?: string } };
      };
      const name = nameOf(String(properties.FunctionName));
      asynchronous.set(name, {
        ...asynchronous.get(name),
        ...(MaximumRetryAttempts === undefined ? {} : { maxRetries: MaximumRetryAttempts }),
        ...(MaximumEventAgeInSeconds === undefined ? {} : { maxAgeMs: MaximumEventAgeInSeconds * 1000 }),
        onFailure: destinationOf(DestinationConfig?.OnFailure?.Destination),
      });
      return { ref: `${stack}-${logicalId}` };
    },
  };
}

/** Extracts the name from a function's name, ARN or qualified ARN. */
function nameOf(nameOrArn: string): string {
  return nameOrArn.startsWith('arn:') ? (nameOrArn.split(':')[6] ?? nameOrArn) : nameOrArn;
}

function configOf(resource: Resource, cloud: Cloud, options: LambdaOptions): FunctionConfig {
  const properties = resource.properties as unknown as FunctionProperties;
  if (properties.Runtime !== 'nodejs24.x') {
    throw new Error(`the runtime must be nodejs24.x, not ${String(properties.Runtime)}`);
  }
  const name = physicalName(resource, 'FunctionName', 64);
  const arn = `arn:aws:lambda:${cloud.region}:${cloud.accountId}:function:${name}`;
  const reserved = properties.ReservedConcurrentExecutions ?? Number.POSITIVE_INFINITY;
  return {
    name,
    arn,
    timeoutMs: (properties.Timeout ?? 3) * 1000,
    maxEnvironments: Math.min(options.environmentsPerFunction, reserved),
    settings: {
      taskRoot: taskRootOf(properties, options.assets),
      handler: properties.Handler ?? 'index.handler',
      compileCacheDir: options.compileCacheDir,
      functionName: name,
      functionArn: arn,
      memoryMb: properties.MemorySize ?? 128,
      logGroupName: properties.LoggingConfig?.LogGroup ?? `/aws/lambda/${name}`,
      jsonLogs: properties.LoggingConfig?.LogFormat === 'JSON',
    },
    variables: (settings) => ({
      ...options.endpoints(),
      ...properties.Environment?.Variables,
      ...runtimeVariables(settings, cloud.region),
    }),
  };
}

function taskRootOf(properties: FunctionProperties, assets: ReadonlyMap<string, string>): string {
  const key = properties.Code?.S3Key;
  const path = key === undefined ? undefined : assets.get(key);
  if (path === undefined) throw new Error(`Code.S3Key ${String(key)} is not an asset of the assembly`);
  if (!statSync(path).isDirectory())
    throw new Error(`the code must be a directory in the assembly, not ${basename(path)}`);
  return path;
}
