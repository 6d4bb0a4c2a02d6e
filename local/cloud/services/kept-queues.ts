import { join } from 'node:path';
import { readDataFile, writeDataFile } from './data-file.ts';
import type { QueueStore } from './queue-contents.ts';

const SAVE_INTERVAL_MS = 1_000;

/** The input of SendMessage. */
interface Message {
  readonly MessageBody: string;
  readonly MessageAttributes?: object;
  readonly MessageGroupId?: string;
  readonly MessageDeduplicationId?: string;
}

interface EngineMessage {
  readonly body: string;
  readonly messageAttributes: object;
  readonly messageGroupId?: string;
  readonly messageDeduplicationId?: string;
}

/** The messages on disk, since the engine keeps them only in memory. */
export interface KeptQueues {
  /** The messages that the former run left in a queue. Their receive counts start anew. */
  left(queueName: string): readonly Message[];
  /**
   * Starts to update the file, every second: a killed run may lose the messages of its last one.
   */
  begin(): void;
  close(): Promise<void>;
}

export async function openKeptQueues(
  dataDir: string,
  store: QueueStore<EngineMessage>,
  log: (line: string) => void,
): Promise<KeptQueues> {
  const file = join(dataDir, 'queues.json');
  const left = await readDataFile<Record<string, Message[]>>(file, {});
  let written = JSON.stringify(left);
  let writing: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;

  const save = (): Promise<void> => {
    const messages = messagesOf(store);
    const text = JSON.stringify(messages);
    if (text === written) return writing;
    written = text;
    writing = writing
      .then(() => writeDataFile(file, messages))
      .catch((error: unknown) => log(`Messages in queues could not be kept: ${String(error)}`));
    return writing;
  };

  return {
    left: (queueName) => left[queueName] ?? [],
    begin() {
      timer = setInterval(save, SAVE_INTERVAL_MS).unref();
    },
    async close() {
      clearInterval(timer);
      // A start that failed half way has not restored the former messages.
      if (timer) await save();
    },
  };
}

function messagesOf(store: QueueStore<EngineMessage>): Record<string, Message[]> {
  const queues = store.listQueues().map((queue) => {
    const { ready, delayed, inflight } = queue.inspectMessages();
    const all = [...inflight.map(({ message }) => message), ...ready, ...delayed];
    return [queue.name, all.map(toMessage)] as const;
  });
  return Object.fromEntries(queues.filter(([, messages]) => messages.length > 0));
}

function toMessage({ body, messageAttributes, messageGroupId, messageDeduplicationId }: EngineMessage): Message {
  return {
    MessageBody: body,
    ...(Object.keys(messageAttributes).length > 0 ? { MessageAttributes: messageAttributes } : {}),
    ...(messageGroupId === undefined ? {} : { MessageGroupId: messageGroupId }),
    ...(messageDeduplicationId === undefined ? {} : { MessageDeduplicationId: messageDeduplicationId }),
  };
}
