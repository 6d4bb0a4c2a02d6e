import {
  SendTaskFailureCommand,
  SendTaskSuccessCommand,
  SFNClient,
  TaskDoesNotExist,
  TaskTimedOut,
} from '@aws-sdk/client-sfn';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, expect, test } from 'vitest';
import { refusalOf } from '../../../shared/runtime/saga.ts';
import { answerTask, failTask } from './task-token.ts';

const stepFunctions = mockClient(SFNClient);

beforeEach(() => stepFunctions.reset());

test('The waiting task succeeds, so that the saga goes on.', async () => {
  stepFunctions.on(SendTaskSuccessCommand).resolves({});
  expect(await answerTask('token')).toBe(true);
  const [call] = stepFunctions.commandCalls(SendTaskSuccessCommand);
  expect(call?.args[0].input).toEqual({ taskToken: 'token', output: '{}' });
});

test('The waiting task fails with the error that its step would raise.', async () => {
  stepFunctions.on(SendTaskFailureCommand).resolves({});

  await failTask('token', { code: 'payments.intent_cancelled', detail: 'The payment was cancelled.' });
  await failTask('token', { code: 'payments.order_cancelled', detail: 'The order was cancelled.' });

  const calls = stepFunctions.commandCalls(SendTaskFailureCommand).map(({ args }) => args[0].input);
  expect(calls.map(({ error }) => error)).toEqual(['PaymentDeclined', 'OrderCancelled']);
  expect(refusalOf({ Error: 'PaymentDeclined', Cause: calls[0]?.cause })).toEqual({
    code: 'payments.intent_cancelled',
    detail: 'The payment was cancelled.',
  });
});

test('A task that no longer waits is no fault, but was not answered; any other error is a fault.', async () => {
  stepFunctions.on(SendTaskSuccessCommand).rejectsOnce(new TaskTimedOut({ message: 'over', $metadata: {} }));
  await expect(answerTask('token')).resolves.toBe(false);
  stepFunctions.on(SendTaskFailureCommand).rejectsOnce(new TaskDoesNotExist({ message: 'gone', $metadata: {} }));
  await expect(failTask('token', { code: 'payments.order_cancelled', detail: '' })).resolves.toBe(false);
  stepFunctions.on(SendTaskSuccessCommand).rejects(new Error('no network'));
  await expect(answerTask('token')).rejects.toThrow('no network');
});
