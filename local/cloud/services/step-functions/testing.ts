import { DescribeExecutionCommand, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { expect, onTestFinished, vi } from 'vitest';
import type { Clock, InvocationResult, Invoke } from '../../cloud.ts';
import { createFaultSwitch } from '../../faults/switch.ts';
import { memoryJournal, openJournal } from '../../journal.ts';
import { createEndpoint } from '../endpoint.ts';
import type { PutEvents } from '../handles.ts';
import { fakeCloud, run } from '../testing.ts';
import { createStepFunctions } from './service.ts';

// The placeholder that DefinitionSubstitutions replaces.
export const FN = `$\{Fn}`;
export const FUNCTION = 'arn:aws:lambda:eu-central-1:000000000000:function:step';

export interface Setup {
  readonly states?: Record<string, object>;
  readonly invoke?: Invoke;
  /** Keeps the executions, as of a cloud that may be killed. */
  readonly dataDir?: string;
  readonly more?: object;
  readonly clock?: Clock;
  readonly putEvents?: PutEvents;
}

/**
 * Runs Step Functions, until the test ends, with a workflow that starts at Do. Retries wait a
 * thousandth of their time.
 */
export async function start({
  states = { Do: call() },
  invoke = async () => ok(null),
  dataDir,
  more,
  clock,
  putEvents,
}: Setup) {
  const journal = dataDir === undefined ? memoryJournal() : openJournal(dataDir);
  const endpoint = createEndpoint(createFaultSwitch());
  const { service } = createStepFunctions({
    endpoint,
    retryDelayScale: 0.001,
    readAsset: undefined,
    ...(putEvents ? { putEvents } : {}),
  });
  const calls = vi.fn<Invoke>(invoke);
  const running = await run(
    [endpoint.service, service],
    fakeCloud({ invoke: calls, ...(clock ? { clock } : {}), journal }),
  );
  const client = new SFNClient(running.client('SFN'));
  onTestFinished(async () => {
    client.destroy();
    await running.stop();
  });
  const { ref: stateMachineArn } = await running.create('AWS::StepFunctions::StateMachine', {
    StateMachineName: 'saga',
    DefinitionString: JSON.stringify({ StartAt: 'Do', States: states, ...more }),
    DefinitionSubstitutions: { Fn: FUNCTION },
  });
  await running.begin();
  const begin = async (input: unknown = {}, name?: string) =>
    (await client.send(new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) })))
      .executionArn;
  const describe = (executionArn: string | undefined) => client.send(new DescribeExecutionCommand({ executionArn }));
  const end = (executionArn: string | undefined) =>
    vi.waitFor(async () => {
      const execution = await describe(executionArn);
      expect(execution.status).not.toBe('RUNNING');
      return execution;
    }, 5_000);
  return { client, calls, begin, end, describe, stateMachineArn, running };
}

export const ok = (payload: unknown): InvocationResult => ({ ok: true, payload });
export const failed = (errorType: string, errorMessage = 'no'): InvocationResult => ({
  ok: false,
  errorType,
  errorMessage,
  trace: ['at x'],
});

/** A task that returns its function's result. */
export function call(more: object = {}) {
  return {
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke',
    Parameters: { FunctionName: FN, 'Payload.$': '$' },
    OutputPath: '$.Payload',
    End: true,
    ...more,
  };
}

/** A task that waits for its token. */
export function wait(more: object = {}) {
  return {
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
    Parameters: { FunctionName: FN, Payload: { 'token.$': '$$.Task.Token', 'name.$': '$$.Execution.Name' } },
    TimeoutSeconds: 60,
    End: true,
    ...more,
  };
}

/** The tokens passed to the function so far. */
export const tokensOf = (calls: { mock: { calls: unknown[][] } }) =>
  calls.mock.calls.map(([, payload]) => (payload as { token: string }).token);

export const done = { Type: 'Pass', End: true };
