import type { QueuedMessage } from './handles.ts';

type Stores = NonNullable<NonNullable<Parameters<typeof import('fauxqs').buildApp>[0]>['stores']>;

/** The engine's queues. */
export type QueueStore = Stores['sqsStore'];
export type ObjectStore = Stores['s3Store'];
export type TopicStore = Stores['snsStore'];
export type EngineQueue = ReturnType<QueueStore['createQueue']>;
export type QueueMessage = EngineQueue['messages'][number];

/** The oldest messages of a queue, without receiving them. */
export function peekInto(store: QueueStore, queueName: string, max: number): QueuedMessage[] {
  const contents = store.inspectQueue(queueName)?.messages;
  if (!contents) return [];
  const { ready, delayed, inflight } = contents;
  return [
    ...ready.map((message) => shown(message, 'visible')),
    ...inflight.map(({ message }) => shown(message, 'in flight')),
    ...delayed.map((message) => shown(message, 'delayed')),
  ]
    .sort((one, other) => one.sentAt - other.sentAt)
    .slice(0, max);
}

function shown(message: QueueMessage, state: QueuedMessage['state']): QueuedMessage {
  const { messageId, body, sentTimestamp: sentAt, approximateReceiveCount: receiveCount } = message;
  return { messageId, body, sentAt, receiveCount, state };
}
