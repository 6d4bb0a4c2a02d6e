import type { Queues } from '../../cloud/services/handles.ts';
import { type Refusal, refuse } from './answer.ts';
import type { MessageView, QueueView } from './answers.ts';
import { parsed } from './states.ts';

const SHOWN_MESSAGES = 50;
const HELD_SECONDS = 30;

const nameOf = (queueArn: string): string => queueArn.split(':').at(-1) ?? '';

/** Every queue with its depth and its dead-letter queue. */
export function queueViews(queues: Queues): Promise<(QueueView & { readonly queueArn: string })[]> {
  return Promise.all(
    queues.list().map(async (queueArn) => {
      const deadLetters = queues.deadLettersOf(queueArn);
      return {
        ...{ queueArn, name: nameOf(queueArn) },
        ...(await queues.depth(queueArn)),
        ...(deadLetters === undefined ? {} : { deadLetters: nameOf(deadLetters) }),
        deadLettersOf: sourcesOf(queues, queueArn).map(nameOf),
      };
    }),
  );
}

const sourcesOf = (queues: Queues, queueArn: string): string[] =>
  queues.list().filter((source) => queues.deadLettersOf(source) === queueArn);

const arnOf = (queues: Queues, name: string): string | undefined =>
  queues.list().find((queueArn) => nameOf(queueArn) === name);

/** The oldest messages of a queue; reading them here does not receive them. */
export function messagesIn(queues: Queues, name: string): MessageView[] | Refusal {
  const queueArn = arnOf(queues, name);
  if (queueArn === undefined) return refuse(404, `There is no queue ${name}.`);
  return queues.peek(queueArn, SHOWN_MESSAGES).map((message) => ({ ...message, body: parsed(message.body) }));
}

/**
 * Moves the messages that wait in a dead-letter queue back to their source queue, where the receive
 * count starts anew. Each is sent before it is deleted, so that none is lost. Consumers detect a
 * duplicate by the event's id.
 */
export async function redrive(queues: Queues, name: string): Promise<{ moved: number; to: string } | Refusal> {
  const queueArn = arnOf(queues, name);
  if (queueArn === undefined) return refuse(404, `There is no queue ${name}.`);
  const [source, ...others] = sourcesOf(queues, queueArn);
  if (source === undefined) return refuse(409, `${name} is not the dead-letter queue of any queue.`);
  if (others.length > 0) return refuse(409, `${name} takes the dead letters of several queues.`);
  // Only the present messages: one that fails again may return before this ends.
  let left = (await queues.depth(queueArn)).visible;
  let moved = 0;
  while (left > 0) {
    const messages = await queues.receive(queueArn, { max: Math.min(left, 10), visibilitySeconds: HELD_SECONDS });
    if (messages.length === 0) break;
    for (const { body, messageAttributes, attributes } of messages) {
      const { MessageGroupId, MessageDeduplicationId } = attributes;
      const texts = Object.entries(messageAttributes).flatMap(([key, { stringValue }]) =>
        stringValue === undefined ? [] : [[key, stringValue] as const],
      );
      await queues.send(source, body, {
        attributes: Object.fromEntries(texts),
        ...(MessageGroupId === undefined ? {} : { messageGroupId: MessageGroupId }),
        ...(MessageDeduplicationId === undefined ? {} : { messageDeduplicationId: MessageDeduplicationId }),
      });
    }
    await queues.delete(
      queueArn,
      messages.map(({ receiptHandle }) => receiptHandle),
    );
    moved += messages.length;
    left -= messages.length;
  }
  return { moved, to: nameOf(source) };
}
