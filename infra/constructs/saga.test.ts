import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { afterAll, expect, it } from 'vitest';
import { defineMachine } from '../../state-machines/machine.ts';
import { settingsOf } from '../settings.ts';
import { Saga } from './saga.ts';

const returns = defineMachine({
  name: 'return',
  comment: 'Takes goods back.',
  subject: 'returnId',
  steps: {
    ReceiveGoods: { function: 'stock-saga', undo: 'SendGoods', retry: 'transient' },
    PayBack: { function: 'money-saga', retry: 'persistent', timeoutSetting: 'paymentTimeoutSeconds' },
  },
  pivot: 'PayBack',
  undos: { SendGoods: { function: 'stock-saga' } },
  ends: { CloseReturn: { function: 'money-saga' }, ParkReturn: { function: 'money-saga' } },
  undone: { state: 'Why', endByError: {}, otherwise: 'CloseReturn' },
  stuck: { end: 'ParkReturn', report: 'ReportStuck', state: 'Stuck', cause: 'A person must look.' },
});

const outdir = mkdtempSync(join(tmpdir(), 'souk-saga-'));

afterAll(() => rmSync(outdir, { recursive: true }));

const arnOf = (name: string) => `arn:aws:lambda:eu-central-1:123456789012:function:${name}`;

it('is made from the data of a machine: its functions, its rights, its timeouts and its alarms', () => {
  const stack = new Stack(new App({ outdir }), 'test');
  const settings = settingsOf({ paymentTimeoutSeconds: 7 });

  const bus = new EventBus(stack, 'Bus', { eventBusName: 'souk-dev' });
  new Saga(stack, 'ReturnSaga', {
    name: 'souk-dev-return',
    machine: returns,
    settings,
    bus,
    functionOf: (name) => ({ functionArn: arnOf(name) }),
  });

  const template = Template.fromStack(stack);
  const [machine] = Object.values(template.findResources('AWS::StepFunctions::StateMachine'));
  const { StateMachineName, DefinitionString, DefinitionSubstitutions } = machine?.Properties ?? {};
  expect(StateMachineName).toBe('souk-dev-return');
  expect(JSON.parse(DefinitionString).States.PayBack.TimeoutSeconds).toBe(7);
  expect(DefinitionSubstitutions).toEqual({
    StockSagaArn: arnOf('stock-saga'),
    MoneySagaArn: arnOf('money-saga'),
    EventBusName: { Ref: expect.any(String) },
  });
  template.hasResourceProperties('AWS::IAM::Policy', {
    PolicyDocument: {
      Statement: Match.arrayWith([
        Match.objectLike({ Action: 'lambda:InvokeFunction', Resource: [arnOf('stock-saga'), arnOf('money-saga')] }),
        Match.objectLike({ Action: 'events:PutEvents' }),
      ]),
    },
  });
  template.resourceCountIs('AWS::CloudWatch::Alarm', 2);
});
