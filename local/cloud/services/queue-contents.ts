import type { QueuedMessage } from './handles.ts';

interface EngineMessage {
  readonly messageId: string;
  readonly body: string;
  readonly sentTimestamp: number;
  readonly approximateReceiveCount: number;
}

/** The part of the engine's store that is used here, with as much of its messages. */
export interface QueueStore<Message> {
  listQueues(): readonly {
    readonly name: string;
    inspectMessages(): {
      readonly ready: readonly Message[];
      readonly delayed: readonly Message[];
      readonly inflight: readonly { readonly message: Message }[];
    };
  }[];
}

/** The oldest messages of a queue, without receiving them. */
export function peekInto(store: QueueStore<EngineMessage>, queueName: string, max: number): QueuedMessage[] {
  const contents = store
    .listQueues()
    .find(({ name }) => name === queueName)
    ?.inspectMessages();
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

function shown(message: EngineMessage, state: QueuedMessage['state']): QueuedMessage {
  const { messageId, body, sentTimestamp: sentAt, approximateReceiveCount: receiveCount } = message;
  return { messageId, body, sentAt, receiveCount, state };
}
