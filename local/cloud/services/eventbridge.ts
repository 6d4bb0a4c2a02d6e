import type { Cloud, Created, Resource, ResourceType, Service } from '../cloud.ts';
import type { Endpoint } from './endpoint.ts';
import { createEventBuses, type EventBuses } from './event-buses.ts';
import { compilePattern } from './event-patterns.ts';
import { busName, type Rule, ruleOf } from './event-rules.ts';
import type { Events, PutEvents, Queues, TellDefaultBus } from './handles.ts';
import { arn, physicalName } from './names.ts';
import { requireEntries, resultOf, validateEntry } from './put-events.ts';

export interface EventBridge {
  readonly service: Service;
  readonly events: Events;
  readonly putEvents: PutEvents;
  readonly tell: TellDefaultBus;
}

/** EventBridge: buses, rules with patterns or rates, and their delivery to queues and functions. */
export function createEventBridge({ endpoint, queues }: { endpoint: Endpoint; queues: Queues }): EventBridge {
  const timers: NodeJS.Timeout[] = [];
  /** The last run of each scheduled rule, or its start. */
  const lastRuns = new Map<Rule, number>();
  let cloud: Cloud | undefined;
  const live = (): Cloud => {
    if (!cloud) throw new Error('EventBridge has not started');
    return cloud;
  };
  const buses = createEventBuses(queues, live);
  const run = (rule: Rule): Promise<void> => {
    lastRuns.set(rule, live().clock.now());
    return buses.tick(rule);
  };
  const putEvents = putEventsOn(buses, live);
  endpoint.json('AWSEvents', 'events', { PutEvents: putEvents });

  const service: Service = {
    name: 'eventbridge',
    types: typesOf(buses),
    async start(at) {
      cloud = at;
      return { AWS_ENDPOINT_URL_EVENTBRIDGE: endpoint.url() };
    },
    async begin() {
      for (const rule of buses.rules) {
        if (rule.intervalMs === undefined) continue;
        lastRuns.set(rule, live().clock.now());
        timers.push(setInterval(() => void run(rule), rule.intervalMs).unref());
      }
    },
    async clockMoved() {
      const now = live().clock.now();
      const due = [...lastRuns].filter(([{ intervalMs = 0 }, lastRun]) => now - lastRun >= intervalMs);
      await Promise.all(due.map(([rule]) => run(rule)));
    },
    inspect: async () => ({
      buses: [...buses.names],
      rules: buses.rules.map(({ name, bus, targets }) => ({ name, bus, targets: targets.map(({ Arn }) => Arn) })),
      archives: buses.archives.map(({ name, bus, count }) => ({ name, bus, count })),
      events: buses.recent,
    }),
    async stop() {
      for (const timer of timers) clearInterval(timer);
    },
  };
  const tell: TellDefaultBus = async (Source, DetailType, detail) => {
    const { event } = validateEntry({ Source, DetailType, Detail: JSON.stringify(detail) }, live(), buses.names);
    if (event) await buses.publish('default', event);
  };
  return { service, events: { recent: () => buses.recent }, putEvents, tell };
}

function putEventsOn(buses: EventBuses, live: () => Cloud): PutEvents {
  return async ({ Entries }) => {
    const entries = requireEntries(Entries);
    const results = entries.map((entry) => validateEntry(entry, live(), buses.names));
    for (const { event, bus } of results) {
      if (!event || !bus) continue;
      live().meter?.({ service: 'events', unit: 'events', resource: bus }, 1);
      await buses.publish(bus, event);
    }
    const answers = results.map(resultOf);
    return { FailedEntryCount: answers.filter((answer) => 'ErrorCode' in answer).length, Entries: answers };
  };
}

function typesOf(buses: EventBuses): Readonly<Record<string, ResourceType>> {
  return {
    // Encryption, dead letters of the bus itself, logging and policies are for AWS; on one machine
    // a bus is open.
    'AWS::Events::EventBus': {
      properties: ['Name', 'Description', 'KmsKeyIdentifier', 'LogConfig', 'Policy', 'Tags'],
      create: async (resource, cloud) => {
        const name = physicalName(resource, 'Name', 256);
        buses.names.add(name);
        return { ref: name, attributes: { Name: name, Arn: arn(cloud, 'events', `event-bus/${name}`) } };
      },
    },
    'AWS::Events::EventBusPolicy': {
      properties: ['EventBusName', 'StatementId', 'Statement', 'Action', 'Principal', 'Condition'],
      create: async ({ logicalId }) => ({ ref: logicalId }),
    },
    'AWS::Events::Archive': {
      properties: ['ArchiveName', 'Description', 'EventPattern', 'KmsKeyIdentifier', 'RetentionDays', 'SourceArn'],
      create: (resource, cloud) => createArchive(resource, cloud, buses),
    },
    'AWS::Events::Rule': {
      properties: [
        ...['Name', 'Description', 'EventBusName', 'EventPattern', 'ScheduleExpression', 'State', 'Tags'],
        // A queue in this process accepts every event at the first attempt, so a retry policy has
        // nothing to do.
        ...['Id', 'Arn', 'DeadLetterConfig', 'RetryPolicy', 'SqsParameters', 'RoleArn'].map(
          (key) => `Targets.*.${key}`,
        ),
      ],
      create: (resource, cloud) => createRule(resource, cloud, buses),
    },
  };
}

async function createRule(resource: Resource, cloud: Cloud, buses: EventBuses): Promise<Created> {
  const rule = ruleOf(resource, cloud);
  if (!buses.names.has(rule.bus)) throw new Error(`Rule ${rule.name} is for the bus ${rule.bus}, which does not exist`);
  if (resource.properties.State !== 'DISABLED') buses.rules.push(rule);
  return { ref: rule.name, attributes: { Arn: rule.arn } };
}

async function createArchive(resource: Resource, cloud: Cloud, buses: EventBuses): Promise<Created> {
  const name = physicalName(resource, 'ArchiveName', 48);
  const pattern = resource.properties.EventPattern;
  const bus = busName(String(resource.properties.SourceArn));
  buses.archives.push({ name, bus, matches: pattern ? compilePattern(pattern) : () => true, count: 0 });
  return { ref: name, attributes: { ArchiveName: name, Arn: arn(cloud, 'events', `archive/${name}`) } };
}
