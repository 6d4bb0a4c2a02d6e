import { describe, expect, it } from 'vitest';
import { publishers } from '../events/registry.ts';
import { userErased } from '../events/users/user-erased.v1.ts';
import { shop } from '../functions/index.ts';
import { ABANDONED_AFTER_SECONDS } from '../shared/kernel/import-life.ts';
import { MAX_RECEIVES } from '../shared/messaging/receives.ts';
import { synthesize, textOf } from './testing/synthesize.ts';

const { ofType } = synthesize();

const mappings = ofType('AWS::Lambda::EventSourceMapping').map(({ properties }) => properties);
const isStream = ({ EventSourceArn }: { EventSourceArn: unknown }) => textOf(EventSourceArn).includes('StreamArn');
const streamReaders = mappings.filter(isStream);
const consumers = mappings.filter((mapping) => !isStream(mapping));
const queues = new Map(ofType('AWS::SQS::Queue').map(({ id, properties }) => [id, properties]));
const functions = new Map(ofType('AWS::Lambda::Function').map(({ id, properties }) => [id, properties]));
const deadLetterQueueOf = (queueId: string) => queues.get(queueId)?.RedrivePolicy?.deadLetterTargetArn['Fn::GetAtt'][0];

describe('delivery', () => {
  it('sets aside what a stream reader cannot handle, with its payload', () => {
    expect(streamReaders.length).toBeGreaterThan(publishers.length);
    for (const { DestinationConfig, FunctionResponseTypes, BisectBatchOnFunctionError } of streamReaders) {
      expect(textOf(DestinationConfig.OnFailure.Destination)).toMatch(/Failures/);
      expect(FunctionResponseTypes).toEqual(['ReportBatchItemFailures']);
      expect(BisectBatchOnFunctionError).toBe(true);
    }
  });

  it('sets stream records aside before the stream forgets them, and never for the number of attempts', () => {
    for (const { MaximumRecordAgeInSeconds, MaximumRetryAttempts } of streamReaders) {
      expect(MaximumRecordAgeInSeconds).toBeLessThan(24 * 60 * 60);
      expect(MaximumRetryAttempts ?? -1).toBe(-1);
    }
  });

  it('gives no stream more than the two readers that it can serve', () => {
    const readers = streamReaders.map(({ EventSourceArn }) => textOf(EventSourceArn));

    for (const stream of new Set(readers)) {
      expect(readers.filter((other) => other === stream).length, stream).toBeLessThanOrEqual(2);
    }
  });

  it('gives every consumed queue a dead-letter queue, partial batches and time for six attempts', () => {
    expect(consumers.length).toBeGreaterThan(0);
    for (const { EventSourceArn, FunctionName, FunctionResponseTypes } of consumers) {
      const [queueId] = EventSourceArn['Fn::GetAtt'];

      expect(queues.has(deadLetterQueueOf(queueId)), queueId).toBe(true);
      expect(queues.get(queueId)?.RedrivePolicy.maxReceiveCount).toBe(MAX_RECEIVES);
      expect(queues.get(queueId)?.VisibilityTimeout).toBeGreaterThanOrEqual(
        6 * functions.get(FunctionName.Ref)?.Timeout,
      );
      expect(FunctionResponseTypes).toEqual(['ReportBatchItemFailures']);
    }
  });

  it.each(['souk-dev-catalog-events', 'souk-dev-inventory-importer'])(
    'gives an import time for every attempt before it counts as abandoned, in %s',
    (name) => {
      const queue = [...queues.values()].find(({ QueueName }) => QueueName === name);

      expect(MAX_RECEIVES * queue?.VisibilityTimeout).toBeLessThanOrEqual(ABANDONED_AFTER_SECONDS / 2);
    },
  );

  it('gives each import a run of its own, so that one that kills its run ends no other', () => {
    const imports = consumers.filter(({ FunctionName }) =>
      /CatalogEvents|InventoryImporter/.test(textOf(FunctionName)),
    );

    expect(imports.map(({ BatchSize }) => BatchSize)).toEqual([1, 1]);
    for (const { BatchSize } of consumers.filter((other) => !imports.includes(other))) expect(BatchSize).toBe(10);
  });

  it('gives every target of a rule a dead-letter queue', () => {
    const targets = ofType('AWS::Events::Rule').flatMap(({ properties }) => properties.Targets);

    expect(targets.length).toBeGreaterThan(0);
    for (const { Id, DeadLetterConfig } of targets) {
      expect(queues.has(DeadLetterConfig?.Arn['Fn::GetAtt'][0]), Id).toBe(true);
    }
  });

  it('raises an alarm for every queue that should be empty', () => {
    const watched = ofType('AWS::CloudWatch::Alarm').map(({ properties }) => textOf(properties.Dimensions?.[0].Value));
    const consumed = new Set(consumers.map(({ EventSourceArn }) => EventSourceArn['Fn::GetAtt'][0]));

    for (const queueId of queues.keys()) {
      if (!consumed.has(queueId)) expect(watched, queueId).toContain(`<${queueId}.QueueName>`);
    }
  });

  it('raises an alarm when a reader of a stream falls behind', () => {
    const late = ofType('AWS::CloudWatch::Alarm').filter(({ properties }) => properties.MetricName === 'IteratorAge');

    expect(late.map(({ properties }) => textOf(properties.Dimensions[0].Value)).sort()).toEqual(
      streamReaders.map(({ FunctionName }) => textOf(FunctionName)).sort(),
    );
  });

  it('raises an alarm for what a reconciliation repaired, and one for what it cannot repair', () => {
    const alarmed = ofType('AWS::CloudWatch::Alarm').map(({ properties }) => properties.MetricName);

    for (const { name } of shop.functions.filter(({ reports }) => reports)) {
      for (const member of ['repaired', 'open']) {
        const metric = `souk-dev-${name}-${member}`;
        const filters = ofType('AWS::Logs::MetricFilter').filter(
          ({ properties }) => properties.MetricTransformations[0].MetricName === metric,
        );
        expect(filters.map(({ properties }) => properties.MetricTransformations[0].MetricValue)).toEqual([
          `$.${member}`,
        ]);
        expect(alarmed).toContain(metric);
      }
    }
    expect(shop.functions.filter(({ reports }) => reports)).not.toEqual([]);
  });

  it('waits for every domain that consumes an erasure, each of which can mark its part', () => {
    const consumers = shop.functions.filter(({ consumes }) => consumes?.includes(userErased));
    const reconcile = [...functions.values()].find(({ FunctionName }) => FunctionName === 'souk-dev-users-reconcile');

    expect(consumers.length).toBeGreaterThan(1);
    expect(reconcile?.Environment.Variables.ERASING_DOMAINS.split(',').sort()).toEqual(
      consumers.map(({ domain }) => domain).sort(),
    );
    for (const { name, domain, table, writes } of consumers) {
      if (domain === 'users') expect(table, name).toBe('write');
      else expect(writes, name).toContainEqual({ domain: 'users', keys: 'erasure#' });
    }
  });

  it('looks at erasures that are not done every 15 minutes', () => {
    const schedules = ofType('AWS::Events::Rule').filter(({ properties }) => properties.ScheduleExpression);
    const looks = schedules.filter(({ properties }) => textOf(properties.Targets[0].Arn).includes('UsersReconcile'));

    expect(looks.map(({ properties }) => properties.ScheduleExpression)).toEqual(['rate(15 minutes)']);
  });

  it('brings an execution that cannot be set aside to the attention queue, by the machine itself', () => {
    const attention = ofType('AWS::Events::Rule').find(({ properties }) => properties.Name === 'souk-dev-attention');
    const { source, 'detail-type': types } = attention?.properties.EventPattern ?? {};
    const [machine] = ofType('AWS::StepFunctions::StateMachine');
    const { ParkOrder, ReportStuck } = JSON.parse(machine?.properties.DefinitionString).States;
    const [entry] = ReportStuck.Parameters.Entries;

    expect(ParkOrder.Catch).toMatchObject([{ ErrorEquals: ['States.ALL'], Next: 'ReportStuck' }]);
    expect(source).toContain(entry.Source);
    expect(types).toContain(entry.DetailType);
  });

  it('encrypts every queue', () => {
    for (const [queueId, { SqsManagedSseEnabled }] of queues) expect(SqsManagedSseEnabled, queueId).toBe(true);
  });

  it('archives the events of every domain', () => {
    const [archive] = ofType('AWS::Events::Archive');

    expect(archive?.properties.EventPattern).toEqual({ source: [{ prefix: 'souk.' }] });
  });

  it('subscribes to logins that are deleted in its user pool, on the account’s own bus', () => {
    const rule = ofType('AWS::Events::Rule').find(({ properties }) => properties.Name === 'souk-dev-users-deletions');
    const { EventBusName, EventPattern } = rule?.properties ?? {};
    const [byOperator, byUser] = EventPattern.detail.$or;

    expect(EventBusName).toBeUndefined();
    expect(EventPattern).toMatchObject({
      source: ['aws.cognito-idp'],
      'detail-type': ['AWS API Call via CloudTrail'],
      detail: { eventSource: ['cognito-idp.amazonaws.com'] },
    });
    expect(byOperator.eventName).toEqual(['AdminDeleteUser']);
    expect(textOf(byOperator.requestParameters.userPoolId[0])).toMatch(/SignInUsers/);
    expect(byUser).toEqual({ eventName: ['DeleteUser'] });
  });

  it('has the trail without which CloudTrail tells EventBridge nothing, unless the account has one', () => {
    const trails = ofType('AWS::CloudTrail::Trail').map(({ properties }) => properties);

    expect(trails).toMatchObject([
      { IsLogging: true, EventSelectors: [{ IncludeManagementEvents: true, ReadWriteType: 'WriteOnly' }] },
    ]);
    expect(synthesize({ trail: 'false' }).ofType('AWS::CloudTrail::Trail')).toEqual([]);
  });
});
