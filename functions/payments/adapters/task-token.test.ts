import { SendTaskFailureCommand, SendTaskSuccessCommand, SFNClient } from '@aws-sdk/client-sfn';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, expect, it } from 'vitest';
import { answerTask, failTask } from './task-token.ts';

const stepFunctions = mockClient(SFNClient);
const refusal = { code: 'payments.card_declined', detail: 'No.' } as const;

const rejectsWith = (name: string) => {
  const error = Object.assign(new Error(name), { name });
  stepFunctions.on(SendTaskSuccessCommand).rejects(error);
  stepFunctions.on(SendTaskFailureCommand).rejects(error);
};

beforeEach(() => stepFunctions.reset());

it('An answer to a task that waits reaches it.', async () => {
  stepFunctions.on(SendTaskSuccessCommand).resolves({});
  stepFunctions.on(SendTaskFailureCommand).resolves({});

  expect([await answerTask('token'), await failTask('token', refusal)]).toEqual([true, true]);
});

it.each(['TaskTimedOut', 'TaskDoesNotExist', 'InvalidToken'])('After %s, the answer reached nobody.', async (name) => {
  rejectsWith(name);

  expect([await answerTask('token'), await failTask('token', refusal)]).toEqual([false, false]);
});

it('After any other error, it is not known whom the answer reached.', async () => {
  rejectsWith('ThrottlingException');

  await expect(answerTask('token')).rejects.toThrow('ThrottlingException');
  await expect(failTask('token', refusal)).rejects.toThrow('ThrottlingException');
});
