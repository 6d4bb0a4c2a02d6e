import { randomUUID } from 'node:crypto';
import type { Cloud, Resource } from '../cloud.ts';
import { compilePattern, type Matcher } from './event-patterns.ts';
import type { BusEvent } from './handles.ts';
import { arn, physicalName } from './names.ts';
import { intervalOf } from './schedule.ts';

export interface Target {
  readonly Id: string;
  readonly Arn: string;
  readonly DeadLetterConfig?: { readonly Arn?: string };
  readonly SqsParameters?: { readonly MessageGroupId?: string };
}

export interface Rule {
  readonly name: string;
  readonly bus: string;
  readonly arn: string;
  readonly targets: readonly Target[];
  /** Absent for a rule that only runs on a schedule. */
  readonly matches: Matcher | undefined;
  readonly intervalMs: number | undefined;
}

/**
 * Reads a rule from the properties of `AWS::Events::Rule`. Throws for what this cloud cannot do.
 */
export function ruleOf(resource: Resource, cloud: Cloud): Rule {
  const { properties } = resource;
  const name = physicalName(resource, 'Name', 64);
  const bus = busName(String(properties.EventBusName ?? 'default'));
  const pattern = properties.EventPattern;
  const schedule = properties.ScheduleExpression;
  const targets = (properties.Targets ?? []) as Target[];
  for (const { Arn } of targets) {
    if (!/^arn:aws:(sqs|lambda):/.test(Arn))
      throw new Error(`Rule ${name} has a target that the local cloud cannot reach: ${Arn}`);
  }
  return {
    name,
    bus,
    targets,
    arn: arn(cloud, 'events', bus === 'default' ? `rule/${name}` : `rule/${bus}/${name}`),
    matches: pattern === undefined ? undefined : compilePattern(pattern),
    intervalMs: schedule === undefined ? undefined : intervalOf(String(schedule), name),
  };
}

/** The event that a scheduled rule sends at each run. */
export function scheduledEvent(rule: Rule, cloud: Cloud): BusEvent {
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': 'Scheduled Event',
    source: 'aws.events',
    account: cloud.accountId,
    time: `${new Date(cloud.clock.now()).toISOString().slice(0, 19)}Z`,
    region: cloud.region,
    resources: [rule.arn],
    detail: {},
  };
}

/** Returns the name of a bus from its name or ARN; AWS accepts both. */
export function busName(nameOrArn: string): string {
  return nameOrArn.split('/').at(-1) as string;
}
