import { randomUUID } from 'node:crypto';
import type { Cloud, Created, Resource, Service } from '../../cloud.ts';
import { AwsError } from '../aws-error.ts';
import type { Endpoint, Operation } from '../endpoint.ts';
import type { PutEvents, Workflows } from '../handles.ts';
import { arn, physicalName } from '../names.ts';
import { requireFailure, requireSize } from './data-limit.ts';
import type { Execution, Machine } from './execution.ts';
import { createExecutions, type Executions } from './executions.ts';
import { historyOf, transitionsOf } from './history.ts';
import { type KeptExecutions, keepExecutions } from './kept-executions.ts';
import { createTaskTokens } from './task-tokens.ts';

const SHOWN_EXECUTIONS = 200;

const PROPERTIES = [
  ...['StateMachineName', 'StateMachineType', 'Definition', 'DefinitionString', 'DefinitionS3Location'],
  ...['DefinitionSubstitutions', 'RoleArn'],
  // Understood, and without effect on one machine: `inspect` shows every transition.
  ...['LoggingConfiguration', 'TracingConfiguration', 'EncryptionConfiguration', 'Tags'],
];

export interface StepFunctionsOptions {
  readonly endpoint: Endpoint;
  readonly retryDelayScale: number;
  /** For tasks that publish events. */
  readonly putEvents?: PutEvents;
  /** Reads an asset by bucket and key, for a definition that the template leaves in S3. */
  readonly readAsset: ((bucket: string, key: string) => Promise<string>) | undefined;
}

export interface StepFunctions {
  readonly service: Service;
  readonly workflows: Workflows;
}

/** Step Functions: Standard workflows whose tasks are Lambda functions, or publish events. */
export function createStepFunctions(options: StepFunctionsOptions): StepFunctions {
  const machines = new Map<string, Machine>();
  const tokens = createTaskTokens();
  let executions: Executions | undefined;
  let kept: KeptExecutions | undefined;

  const live = (): Executions => {
    if (!executions) throw new Error('Step Functions has not started');
    return executions;
  };

  const create = async (resource: Resource, cloud: Cloud): Promise<Created> => {
    // The interpreter takes a tenth of a second to load, and not every test needs it.
    const { readDefinition } = await import('./definition.ts');
    const name = physicalName(resource, 'StateMachineName', 80);
    const machineArn = arn(cloud, 'states', `stateMachine:${name}`);
    const definition = readDefinition(await definitionText(resource, options), options.retryDelayScale);
    machines.set(machineArn, {
      arn: machineArn,
      name,
      roleArn: String(resource.properties.RoleArn ?? ''),
      definition,
    });
    return { ref: machineArn, attributes: { Arn: machineArn, Name: name, StateMachineRevisionId: 'INITIAL' } };
  };

  options.endpoint.json('AWSStepFunctions', 'states', operationsOf(machines, live, tokens));

  const service: Service = {
    name: 'step-functions',
    types: { 'AWS::StepFunctions::StateMachine': { properties: PROPERTIES, create } },
    async start(cloud) {
      kept = keepExecutions(cloud.journal);
      executions = createExecutions({
        clock: cloud.clock,
        invoke: cloud.invoke,
        putEvents: options.putEvents,
        tokens,
        meter: cloud.meter,
        kept,
      });
      return { AWS_ENDPOINT_URL_SFN: options.endpoint.url() };
    },
    async begin() {
      for (const recording of kept?.former ?? []) {
        live().resume(recording, machines.get(recording.begun.machineArn));
      }
    },
    inspect: async () => ({
      machines: [...machines.keys()],
      executions: live()
        .list()
        .slice(-SHOWN_EXECUTIONS)
        .reverse()
        .map((execution) => ({ ...describe(execution), transitions: transitionsOf(execution) })),
    }),
    async stop() {
      executions?.abandon();
    },
  };
  return { service, workflows: { executions: () => live().list() } };
}

function operationsOf(
  machines: ReadonlyMap<string, Machine>,
  executions: () => Executions,
  tokens: ReturnType<typeof createTaskTokens>,
): Record<string, Operation> {
  const machineOf = (machineArn: unknown): Machine => {
    const machine = machines.get(String(machineArn));
    if (!machine)
      throw new AwsError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${String(machineArn)}'`);
    return machine;
  };
  return {
    StartExecution({ stateMachineArn, name = randomUUID(), input = '{}' }) {
      const machine = machineOf(stateMachineArn);
      if (!/^[^\s<>{}[\]?*"#%\\^|~`$&,;:/]{1,80}$/.test(String(name))) {
        throw new AwsError('InvalidName', `Invalid Name: '${String(name)}'`);
      }
      requireSize('input', String(input));
      if (!isJson(String(input)))
        throw new AwsError('InvalidExecutionInput', "Invalid State Machine Execution Input: 'not JSON'");
      const execution = executions().start(machine, String(name), String(input));
      return { executionArn: execution.arn, startDate: execution.startedAt / 1_000 };
    },
    DescribeExecution: ({ executionArn }) => describe(executions().get(executionArn)),
    ListExecutions({ stateMachineArn, statusFilter, maxResults, nextToken }) {
      const { arn: machineArn } = machineOf(stateMachineArn);
      const found = executions()
        .list()
        .filter(({ machine, status }) => machine.arn === machineArn && (!statusFilter || status === statusFilter))
        .reverse();
      const from = Number(nextToken ?? 0);
      const to = from + Number(maxResults || 100);
      const page = found.slice(from, to).map(summarize);
      return { executions: page, ...(to < found.length ? { nextToken: String(to) } : {}) };
    },
    GetExecutionHistory({ executionArn, reverseOrder }) {
      const events = historyOf(executions().get(executionArn));
      return { events: reverseOrder === true ? events.reverse() : events };
    },
    StopExecution({ executionArn, error, cause }) {
      requireFailure(error, cause);
      const { stoppedAt = 0 } = executions().stop(executionArn, error, cause);
      return { stopDate: stoppedAt / 1_000 };
    },
    SendTaskSuccess({ taskToken, output }) {
      requireSize('output', String(output));
      tokens.succeed(taskToken, output);
    },
    SendTaskFailure({ taskToken, error, cause }) {
      requireFailure(error, cause);
      tokens.fail(taskToken, error, cause);
    },
    SendTaskHeartbeat: ({ taskToken }) => tokens.heartbeat(taskToken),
  };
}

async function definitionText(
  { properties, logicalId }: Resource,
  { readAsset }: StepFunctionsOptions,
): Promise<string> {
  const { Definition, DefinitionString, DefinitionS3Location } = properties;
  const location = DefinitionS3Location as { Bucket: string; Key: string } | undefined;
  const text = Definition
    ? JSON.stringify(Definition)
    : ((DefinitionString as string | undefined) ?? (location && (await readAsset?.(location.Bucket, location.Key))));
  if (!text) throw new Error(`State machine ${logicalId} has no definition that can be read here`);
  const substitutions = (properties.DefinitionSubstitutions ?? {}) as Record<string, unknown>;
  return text.replace(/\$\{([\w-]+)\}/g, (whole, key: string) =>
    key in substitutions ? String(substitutions[key]) : whole,
  );
}

function summarize(execution: Execution): object {
  const { arn: executionArn, machine, name, status, startedAt, stoppedAt } = execution;
  const stop = stoppedAt === undefined ? {} : { stopDate: stoppedAt / 1_000 };
  return { executionArn, stateMachineArn: machine.arn, name, status, startDate: startedAt / 1_000, ...stop };
}

function describe(execution: Execution): object {
  const { input, output, error, cause } = execution;
  return { ...summarize(execution), input, output, error, cause, inputDetails: { included: true } };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
