import type { Cloud, Service } from '../cloud.ts';
import type { Objects, Queues, Streams } from '../services/handles.ts';
import { type Mapping, mappingOf, mappingProperties } from './mapping.ts';
import { pollQueue } from './queue-poller.ts';
import { pollStream } from './stream-poller.ts';

export interface EventSourcesOptions {
  readonly queues: Queues;
  readonly streams: Streams;
  readonly objects: Objects;
  readonly retryDelayScale: number;
}

/** Lambda's event source mappings: queues and tables' streams that feed functions. */
export function createEventSources(options: EventSourcesOptions): Service {
  const { queues, streams, objects, retryDelayScale } = options;
  const mappings: Mapping[] = [];
  const stopping = new AbortController();
  const { signal } = stopping;
  let cloud: Cloud | undefined;

  const poll = (mapping: Mapping, owner: Cloud): Promise<void> => {
    const { invoke, log, clock } = owner;
    if (mapping.source === 'queue') return pollQueue(mapping, { queues, invoke, log, retryDelayScale, signal });
    const reader = streams.open(mapping.sourceArn, { readerName: mapping.id, from: mapping.from });
    const functionArn = mapping.functionName.startsWith('arn:')
      ? mapping.functionName
      : `arn:aws:lambda:${owner.region}:${owner.accountId}:function:${mapping.functionName}`;
    const destinations = { queues, objects };
    return pollStream(mapping, { reader, invoke, destinations, functionArn, clock, log, retryDelayScale, signal });
  };

  return {
    name: 'event-sources',
    types: {
      'AWS::Lambda::EventSourceMapping': {
        properties: mappingProperties,
        async create(resource) {
          const mapping = mappingOf(resource);
          mappings.push(mapping);
          return { ref: mapping.id, attributes: { Id: mapping.id } };
        },
      },
    },
    async start(owner) {
      cloud = owner;
      return {};
    },
    async begin() {
      if (cloud === undefined) throw new Error('The event sources have not started');
      for (const mapping of mappings) {
        const { log } = cloud;
        if (!mapping.enabled) continue;
        poll(mapping, cloud).catch((error: unknown) => log(`${mapping.sourceArn}: ${(error as Error).message}`));
      }
    },
    inspect: async () =>
      mappings.map(({ id, sourceArn, functionName, batchSize, enabled }) => ({
        id,
        source: sourceArn,
        function: functionName,
        batchSize,
        enabled,
      })),
    // A waiting poll ends with its engine.
    async stop() {
      stopping.abort();
    },
  };
}
