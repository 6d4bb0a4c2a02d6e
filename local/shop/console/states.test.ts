import { readFile } from 'node:fs/promises';
import { expect, test, vi } from 'vitest';
import type { InvocationResult } from '../../cloud/cloud.ts';
import { memoryJournal } from '../../cloud/journal.ts';
import type { Definition } from '../../cloud/services/step-functions/definition.ts';
import type { Execution } from '../../cloud/services/step-functions/execution.ts';
import { createExecutions } from '../../cloud/services/step-functions/executions.ts';
import { keepExecutions } from '../../cloud/services/step-functions/kept-executions.ts';
import { createTaskTokens } from '../../cloud/services/step-functions/task-tokens.ts';
import { executionLine, executionView, readable, statesOf, unfolded } from './states.ts';

const ok: InvocationResult = { ok: true, payload: {} };
const failed = (errorType: string, errorMessage = ''): InvocationResult => ({ ok: false, errorType, errorMessage });

/** Runs the order saga. Each step returns the given results, one per call, and then succeeds. */
async function run(answers: Readonly<Record<string, readonly InvocationResult[]>>, waitsFor?: string) {
  const { readDefinition } = await import('../../cloud/services/step-functions/definition.ts');
  const asl = await readFile(new URL('../../../state-machines/order/order.asl.json', import.meta.url), 'utf8');
  const definition: Definition = readDefinition(asl.replace(/\$\{\w+\}/g, 'arn:aws:lambda:x:0:function:f'), 0.001);
  const left = new Map(Object.entries(answers).map(([step, results]) => [step, [...results]]));
  const tokens = createTaskTokens();
  const executions = createExecutions({
    clock: Date,
    tokens,
    invoke: async (_, payload) => {
      const { step, taskToken } = payload as { step: string; taskToken?: string };
      const result = left.get(step)?.shift() ?? ok;
      if (result.ok && taskToken && step !== waitsFor) tokens.succeed(taskToken, '{}');
      return result;
    },
    kept: keepExecutions(memoryJournal()),
  });
  const machine = { arn: 'arn:aws:states:x:0:stateMachine:order', name: 'order', roleArn: '', definition };
  const execution = executions.start(machine, 'ord_1', '{"orderId":"ord_1"}');
  await vi.waitFor(() => {
    const last = execution.history.at(-1);
    // The history is written shortly after the event.
    const isThere = waitsFor ? last && 'state' in last && last.state.name === waitsFor : last?.type.startsWith('Exec');
    expect(isThere && execution.history.length > 1).toBe(true);
  });
  return { execution, stop: () => executions.stop(execution.arn, undefined, undefined) };
}

const outcomes = (execution: Execution) =>
  Object.fromEntries(statesOf(execution).map(({ name, outcome }) => [name, outcome]));

test('For a confirmed order, the success path is done and no compensation step was reached', async () => {
  const { execution } = await run({});

  expect(outcomes(execution)).toMatchObject({
    ...{ ReserveStock: 'done', AuthorizePayment: 'done', CommitStock: 'done', CapturePayment: 'done' },
    ...{ ConfirmOrder: 'done', ReleaseStock: 'not reached', ParkOrder: 'not reached' },
  });
});

test('For a declined order, the refused step failed, and the steps before it are undone', async () => {
  const refusal = failed('PaymentDeclined', '{"code":"payments.card_declined","detail":"The card was declined."}');

  const { execution } = await run({ AuthorizePayment: [refusal] });

  expect(outcomes(execution)).toMatchObject({
    ...{ ReserveStock: 'done', AuthorizePayment: 'failed', CommitStock: 'not reached' },
    ...{ CancelPayment: 'undone', ReleaseStock: 'undone', RejectOrder: 'undone', CancelOrder: 'not reached' },
  });
  const [failure, ...more] = statesOf(execution).find(({ name }) => name === 'AuthorizePayment')?.failures ?? [];
  expect(more).toEqual([]);
  expect(failure).toMatchObject({ error: 'PaymentDeclined', cause: 'The card was declined.', retried: false });
});

test('A step that was retried is done, with its failed attempts', async () => {
  const fault = failed('TransientFault', 'again');

  const { execution } = await run({ CommitStock: [fault, fault] });

  const step = statesOf(execution).find(({ name }) => name === 'CommitStock');
  expect(step?.outcome).toBe('done');
  expect(step?.failures.map(({ error, retried }) => [error, retried])).toEqual([
    ['TransientFault', true],
    ['TransientFault', true],
  ]);
  expect(executionLine(execution)).toMatchObject({ retries: 2, lastState: 'ConfirmOrder', status: 'SUCCEEDED' });
});

test('A step waits until its token returns', async () => {
  const { execution, stop } = await run({}, 'AuthorizePayment');

  expect(outcomes(execution)).toMatchObject({ ReserveStock: 'done', AuthorizePayment: 'waiting' });
  stop();
  expect(outcomes(execution)).toMatchObject({ AuthorizePayment: 'failed' });
});

test('The drawing has a box for every state, without overlaps, and an arrow for every transition', async () => {
  const { execution } = await run({});

  const { drawing, states, path } = executionView(execution);

  expect(Object.keys(drawing.boxes).sort()).toEqual(states.map(({ name }) => name).sort());
  const boxes = Object.entries(drawing.boxes);
  const overlaps = boxes.flatMap(([one, a]) =>
    boxes.flatMap(([other, b]) =>
      one < other && Math.abs(a.x - b.x) < a.width && Math.abs(a.y - b.y) < a.height ? [[one, other]] : [],
    ),
  );
  expect(overlaps).toEqual([]);
  for (const { x, y } of [...Object.values(drawing.boxes), ...drawing.arrows.flatMap(({ points }) => points)]) {
    expect(x).toSatisfy((value: number) => value >= 0 && value <= drawing.width);
    expect(y).toSatisfy((value: number) => value >= 0 && value <= drawing.height);
  }
  const arrows = drawing.arrows.map(({ from, to }) => `${from}→${to}`);
  expect(arrows).toEqual(expect.arrayContaining(path.slice(1).map((name, index) => `${path[index]}→${name}`)));
  expect(drawing.arrows.filter(({ points }) => points.length < 2)).toEqual([]);
});

test('A cause is shown without its envelopes, and JSON within JSON is parsed', () => {
  const cause = JSON.stringify({ errorType: 'X', errorMessage: JSON.stringify({ code: 'a.b', detail: 'Sold out.' }) });

  expect(readable(cause)).toBe('Sold out.');
  expect(readable('plain')).toBe('plain');
  expect(unfolded({ Cause: cause })).toEqual({
    Cause: { errorType: 'X', errorMessage: { code: 'a.b', detail: 'Sold out.' } },
  });
});
