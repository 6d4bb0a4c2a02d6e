import type { MessageView, QueueView } from '../answers.ts';
import { send, useView } from './fetching.ts';
import { hrefTo } from './location.ts';
import { Action, Heading, Json, Rows, Shown, Time } from './pieces.tsx';

export function Queues() {
  const fetched = useView<readonly QueueView[]>('queues');
  return (
    <>
      <Heading title="Queues" />
      <Shown of={fetched}>
        {(queues) => (
          <Rows head={['Queue', 'Waiting', 'In flight', 'Delayed', 'Dead letters', '']} none="There are none.">
            {queues.map((queue) => (
              <tr key={queue.name} class={isAlarming(queue) ? 'alarming' : ''}>
                <td>
                  <a href={hrefTo(['queues', queue.name])}>{queue.name}</a>
                </td>
                <td class="number">{queue.visible}</td>
                <td class="number">{queue.inFlight}</td>
                <td class="number">{queue.delayed}</td>
                <td>
                  {queue.deadLetters && `→ ${queue.deadLetters}`}
                  {queue.deadLettersOf.length > 0 && `of ${queue.deadLettersOf.join(', ')}`}
                </td>
                <td>
                  <Redrive queue={queue} />
                </td>
              </tr>
            ))}
          </Rows>
        )}
      </Shown>
    </>
  );
}

const isAlarming = ({ deadLettersOf, visible }: QueueView): boolean => deadLettersOf.length > 0 && visible > 0;

function Redrive({ queue }: { queue: QueueView }) {
  if (queue.deadLettersOf.length === 0) return null;
  const run = async (): Promise<string> => {
    const { moved, to } = await send<{ moved: number; to: string }>('POST', `queues/${queue.name}/redrive`);
    return `${moved} moved to ${to}`;
  };
  return (
    <Action run={run} disabled={queue.visible === 0}>
      Redrive
    </Action>
  );
}

/** One queue with its oldest messages; reading them here does not receive them. */
export function Queue({ name }: { name: string }) {
  const queue = useView<readonly QueueView[]>('queues').data?.find((candidate) => candidate.name === name);
  const fetched = useView<readonly MessageView[]>(`queues/${encodeURIComponent(name)}`);
  return (
    <>
      <Heading title={name}>{queue && <Redrive queue={queue} />}</Heading>
      <Shown of={fetched}>
        {(messages) => (
          <Rows head={['Sent', 'State', 'Received', 'Message']} none="No message is in this queue.">
            {messages.map(({ messageId, sentAt, state, receiveCount, body }) => (
              <tr key={messageId}>
                <td>
                  <Time at={sentAt} />
                </td>
                <td>{state}</td>
                <td class="number">{receiveCount} ×</td>
                <td>
                  <Json value={body} label={labelOf(body, messageId)} />
                </td>
              </tr>
            ))}
          </Rows>
        )}
      </Shown>
    </>
  );
}

/** An event's name is more useful than a message's id. */
function labelOf(body: unknown, messageId: string): string {
  const name = (body as { 'detail-type'?: unknown } | null)?.['detail-type'];
  return typeof name === 'string' ? name : messageId;
}
