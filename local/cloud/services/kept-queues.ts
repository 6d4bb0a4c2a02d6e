import type { Journal } from '../journal.ts';
import type { EngineQueue, QueueMessage } from './queue-contents.ts';

type Change =
  | { readonly queue: string; readonly message: QueueMessage }
  | { readonly queue: string; readonly gone: string }
  | { readonly queue: string; readonly emptied: true }
  | { readonly queue: string; readonly counter: number };

/** The changes of one operation, kept together or not at all, e.g. a move to the dead letters. */
type Entry = readonly Change[];

/**
 * The hooks that the engine calls at each change, before it answers: the part of its own
 * persistence that queues need.
 */
export interface QueuePersistence {
  insertQueue(queue: EngineQueue): void;
  deleteQueue(name: string): void;
  updateQueueAttributes(): void;
  updateQueueSequenceCounter(queue: string, counter: number): void;
  insertMessage(queue: string, message: QueueMessage): void;
  deleteMessage(messageId: string): void;
  updateMessageInflight(
    messageId: string,
    receiptHandle: string,
    visibilityDeadline: number,
    receiveCount: number,
    firstReceived: number | undefined,
  ): void;
  updateMessageReady(messageId: string): void;
  deleteQueueMessages(queue: string): void;
}

/**
 * Keeps the messages of all queues in the journal. A queue that is created gets what a former run
 * left in it. Messages that were in flight are visible again, and keep their receive counts.
 */
export function keepQueues(journal: Journal): QueuePersistence {
  const queues = new Map<string, Map<string, QueueMessage>>();
  const counters = new Map<string, number>();
  const queueOf = new Map<string, string>();
  let changes: Change[] = [];

  const messagesOf = (queue: string): Map<string, QueueMessage> => {
    const messages = queues.get(queue) ?? new Map<string, QueueMessage>();
    queues.set(queue, messages);
    return messages;
  };
  const apply = (change: Change): void => {
    const messages = messagesOf(change.queue);
    if ('message' in change) {
      const { messageId } = change.message;
      messages.set(messageId, change.message);
      queueOf.set(messageId, change.queue);
    } else if ('gone' in change) {
      messages.delete(change.gone);
      if (queueOf.get(change.gone) === change.queue) queueOf.delete(change.gone);
    } else if ('emptied' in change) messages.clear();
    else counters.set(change.queue, change.counter);
  };
  const write = journal.keep<Entry>('queues', {
    restore: (entry) => entry.forEach(apply),
    *snapshot() {
      for (const [queue, counter] of counters) yield [{ queue, counter }];
      for (const [queue, messages] of queues) for (const message of messages.values()) yield [{ queue, message }];
    },
  });
  /** One operation is synchronous, so what it changes is written together when it has ended. */
  const note = (change: Change): void => {
    apply(change);
    if (changes.push(change) > 1) return;
    queueMicrotask(() => {
      write(changes);
      changes = [];
    });
  };
  return {
    insertQueue(queue) {
      queue.sequenceCounter = counters.get(queue.name) ?? queue.sequenceCounter;
      for (const message of messagesOf(queue.name).values()) putBack(queue, message);
    },
    deleteQueue: (queue) => note({ queue, emptied: true }),
    updateQueueAttributes: () => undefined,
    updateQueueSequenceCounter: (queue, counter) => note({ queue, counter }),
    insertMessage: (queue, message) => note({ queue, message: { ...message } }),
    deleteMessage(messageId) {
      const queue = queueOf.get(messageId);
      if (queue !== undefined) note({ queue, gone: messageId });
    },
    updateMessageInflight(messageId, _receipt, _deadline, approximateReceiveCount, firstReceived) {
      const queue = queueOf.get(messageId);
      const message = queue === undefined ? undefined : queues.get(queue)?.get(messageId);
      if (queue === undefined || !message) return;
      note({ queue, message: { ...message, approximateReceiveCount, ...firstReceivedAt(firstReceived) } });
    },
    updateMessageReady: () => undefined,
    deleteQueueMessages: (queue) => note({ queue, emptied: true }),
  };
}

const firstReceivedAt = (time: number | undefined) =>
  time === undefined ? {} : { approximateFirstReceiveTimestamp: time };

/** Puts a message of a former run into the engine's queue. Its former receiver is gone. */
function putBack(queue: EngineQueue, kept: QueueMessage): void {
  const message = { ...kept };
  const { messageGroupId: group = '__default', messageDeduplicationId: deduplicationId } = message;
  if (deduplicationId !== undefined) {
    queue.recordDeduplication(deduplicationId, message.messageId, message.sequenceNumber);
  }
  const isDelayed = (message.delayUntil ?? 0) > Date.now();
  if (!queue.isFifo()) {
    (isDelayed ? queue.delayedMessages : queue.messages).push(message);
    return;
  }
  const groups = isDelayed ? queue.fifoDelayed : queue.fifoMessages;
  groups.set(group, [...(groups.get(group) ?? []), message]);
}
