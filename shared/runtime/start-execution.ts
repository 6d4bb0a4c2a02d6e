import {
  DescribeExecutionCommand,
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';

let client: SFNClient | undefined;

/**
 * Starts an execution of a state machine. Idempotent: a second start under the same name is
 * ignored. https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html
 */
export async function startExecution(stateMachineArn: string, name: string, input: object): Promise<void> {
  client ??= new SFNClient({});
  try {
    await client.send(new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) }));
  } catch (error) {
    if (!(error instanceof ExecutionAlreadyExists)) throw error;
  }
}

/**
 * Whether the execution of this name still runs. Undefined when there is none: it never began, or
 * ended more than 90 days ago.
 */
export async function executionState(stateMachineArn: string, name: string): Promise<'running' | 'ended' | undefined> {
  client ??= new SFNClient({});
  const executionArn = `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`;
  try {
    const { status } = await client.send(new DescribeExecutionCommand({ executionArn }));
    return status === 'RUNNING' ? 'running' : 'ended';
  } catch (error) {
    if (!(error instanceof ExecutionDoesNotExist)) throw error;
    return undefined;
  }
}
