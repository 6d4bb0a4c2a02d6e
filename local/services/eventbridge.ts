import { randomUUID } from 'node:crypto';
import type { Cloud, Created, Resource, Service } from '../cloud.ts';
import { AwsError } from './aws-error.ts';
import type { Endpoint } from './endpoint.ts';
import { compilePattern, type Matcher } from './event-patterns.ts';
import type { BusEvent, Events, Queues } from './index.ts';
import { arn, physicalName } from './names.ts';
import { resultOf, validateEntry } from './put-events.ts';
import { intervalOf } from './schedule.ts';

const KEPT_EVENTS = 1_000;
const MAX_ENTRIES = 10;
const MAX_BYTES = 256 * 1_024;

interface Target {
  readonly Id: string;
  readonly Arn: string;
  readonly DeadLetterConfig?: { readonly Arn?: string };
  readonly SqsParameters?: { readonly MessageGroupId?: string };
}

interface Rule {
  readonly name: string;
  readonly bus: string;
  readonly arn: string;
  readonly targets: readonly Target[];
  readonly matches: Matcher | undefined;
  readonly intervalMs: number | undefined;
}

export interface EventBridge {
  readonly service: Service;
  readonly events: Events;
}

/** EventBridge: buses, rules with patterns or rates, and their delivery to queues and functions. */
export function createEventBridge({ endpoint, queues }: { endpoint: Endpoint; queues: Queues }): EventBridge {
  const buses = new Set(['default']);
  const archives: { name: string; bus: string; matches: Matcher; count: number }[] = [];
  const rules: Rule[] = [];
  const kept: BusEvent[] = [];
  const timers: NodeJS.Timeout[] = [];
  let cloud: Cloud | undefined;

  const deliver = async (rule: Rule, target: Target, event: BusEvent): Promise<void> => {
    const body = JSON.stringify(event);
    const group = target.SqsParameters?.MessageGroupId;
    try {
      if (target.Arn.startsWith('arn:aws:sqs:')) {
        await queues.send(target.Arn, body, group ? { messageGroupId: group } : {});
      } else {
        // From here on the function's own retries and failure destination apply.
        live().invokeAsync?.(target.Arn, event);
      }
    } catch (error) {
      cloud?.log(`Rule ${rule.name} could not reach ${target.Arn}: ${String(error)}`);
      const attributes = { RULE_ARN: rule.arn, TARGET_ARN: target.Arn, ERROR_MESSAGE: String(error) };
      if (target.DeadLetterConfig?.Arn) await queues.send(target.DeadLetterConfig.Arn, body, { attributes });
    }
  };

  const publish = async (bus: string, event: BusEvent): Promise<void> => {
    kept.unshift(event);
    if (kept.length > KEPT_EVENTS) kept.pop();
    for (const archive of archives) if (archive.bus === bus && archive.matches(event)) archive.count++;
    const deliveries = rules
      .filter((rule) => rule.bus === bus && rule.matches?.(event))
      .flatMap((rule) => rule.targets.map((target) => deliver(rule, target, event)));
    await Promise.all(deliveries);
  };

  const putEvents = async ({ Entries }: Record<string, unknown>): Promise<unknown> => {
    const entries = Array.isArray(Entries) ? (Entries as Record<string, unknown>[]) : [];
    if (entries.length === 0 || entries.length > MAX_ENTRIES) {
      throw new AwsError('ValidationException', `Entries must have 1 to ${MAX_ENTRIES} members, not ${entries.length}`);
    }
    if (Buffer.byteLength(JSON.stringify(entries)) > MAX_BYTES) {
      throw new AwsError('ValidationException', 'Total size of the entries in the request is over the limit.');
    }
    const results = entries.map((entry) => ({ entry, ...validateEntry(entry, live(), buses) }));
    for (const { event, bus } of results) if (event && bus) await publish(bus, event);
    const answers = results.map(resultOf);
    return { FailedEntryCount: answers.filter((answer) => 'ErrorCode' in answer).length, Entries: answers };
  };

  const live = (): Cloud => {
    if (!cloud) throw new Error('EventBridge has not started');
    return cloud;
  };

  const createRule = async (resource: Resource, at: Cloud): Promise<Created> => {
    const rule = ruleOf(resource, at);
    if (!buses.has(rule.bus)) throw new Error(`Rule ${rule.name} is for the bus ${rule.bus}, which does not exist`);
    if (resource.properties.State !== 'DISABLED') rules.push(rule);
    return { ref: rule.name, attributes: { Arn: rule.arn } };
  };

  const createBus = async (resource: Resource, at: Cloud): Promise<Created> => {
    const name = physicalName(resource, 'Name', 256);
    buses.add(name);
    return { ref: name, attributes: { Name: name, Arn: arn(at, 'events', `event-bus/${name}`) } };
  };

  const createArchive = async (resource: Resource, at: Cloud): Promise<Created> => {
    const name = physicalName(resource, 'ArchiveName', 48);
    const pattern = resource.properties.EventPattern;
    const bus = busName(String(resource.properties.SourceArn));
    archives.push({ name, bus, matches: pattern ? compilePattern(pattern) : () => true, count: 0 });
    return { ref: name, attributes: { ArchiveName: name, Arn: arn(at, 'events', `archive/${name}`) } };
  };

  endpoint.json('AWSEvents', 'events', { PutEvents: putEvents });

  const service: Service = {
    name: 'eventbridge',
    types: {
      // Encryption, dead letters of the bus itself, logging and policies are for AWS; a bus is open on one machine.
      'AWS::Events::EventBus': {
        properties: ['Name', 'Description', 'KmsKeyIdentifier', 'LogConfig', 'Policy', 'Tags'],
        create: createBus,
      },
      'AWS::Events::EventBusPolicy': {
        properties: ['EventBusName', 'StatementId', 'Statement', 'Action', 'Principal', 'Condition'],
        create: async ({ logicalId }) => ({ ref: logicalId }),
      },
      'AWS::Events::Archive': {
        properties: ['ArchiveName', 'Description', 'EventPattern', 'KmsKeyIdentifier', 'RetentionDays', 'SourceArn'],
        create: createArchive,
      },
      'AWS::Events::Rule': {
        properties: [
          ...['Name', 'Description', 'EventBusName', 'EventPattern', 'ScheduleExpression', 'State', 'Tags'],
          // A queue in this process takes every event at the first try, so a retry policy has nothing to do.
          ...['Id', 'Arn', 'DeadLetterConfig', 'RetryPolicy', 'SqsParameters', 'RoleArn'].map(
            (key) => `Targets.*.${key}`,
          ),
        ],
        create: createRule,
      },
    },
    async start(at) {
      cloud = at;
      return { AWS_ENDPOINT_URL_EVENTBRIDGE: endpoint.url() };
    },
    async begin() {
      for (const rule of rules) {
        if (rule.intervalMs === undefined) continue;
        const tick = () => {
          const event = scheduledEvent(rule, live());
          for (const target of rule.targets) void deliver(rule, target, event);
        };
        timers.push(setInterval(tick, rule.intervalMs).unref());
      }
    },
    inspect: async () => ({
      buses: [...buses],
      rules: rules.map(({ name, bus, targets }) => ({ name, bus, targets: targets.map(({ Arn }) => Arn) })),
      archives: archives.map(({ name, bus, count }) => ({ name, bus, count })),
      events: kept,
    }),
    async stop() {
      for (const timer of timers) clearInterval(timer);
    },
  };
  return { service, events: { recent: () => kept } };
}

function ruleOf(resource: Resource, cloud: Cloud): Rule {
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

function scheduledEvent(rule: Rule, cloud: Cloud): BusEvent {
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

/** Both the name and the ARN of a bus are accepted where a bus is named. */
function busName(nameOrArn: string): string {
  return nameOrArn.split('/').at(-1) as string;
}
