import { SendTaskSuccessCommand, SFNClient, TaskTimedOut } from '@aws-sdk/client-sfn';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, expect, test } from 'vitest';
import { answerTask } from './task-token.ts';

const stepFunctions = mockClient(SFNClient);

beforeEach(() => stepFunctions.reset());

test('The waiting task is told to go on.', async () => {
  stepFunctions.on(SendTaskSuccessCommand).resolves({});
  await answerTask('token');
  const [call] = stepFunctions.commandCalls(SendTaskSuccessCommand);
  expect(call?.args[0].input).toEqual({ taskToken: 'token', output: '{}' });
});

test('A task that waits no longer is no fault, anything else is.', async () => {
  stepFunctions.on(SendTaskSuccessCommand).rejectsOnce(new TaskTimedOut({ message: 'over', $metadata: {} }));
  await expect(answerTask('token')).resolves.toBeUndefined();
  stepFunctions.on(SendTaskSuccessCommand).rejects(new Error('no network'));
  await expect(answerTask('token')).rejects.toThrow('no network');
});
