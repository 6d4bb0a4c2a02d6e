import { useState } from 'preact/hooks';
import type { OrderLine, Story, StoryEntry } from '../answers.ts';
import { Drawn } from './executions.tsx';
import { useView } from './fetching.ts';
import { hrefTo } from './location.ts';
import { Badge, Heading, Rows, Shown, StoryLink, Time } from './pieces.tsx';

export function Orders() {
  const fetched = useView<readonly OrderLine[]>('orders');
  return (
    <>
      <Heading title="Orders">
        <Find />
      </Heading>
      <Shown of={fetched}>
        {(orders) => (
          <Rows
            head={['Placed', 'Order', 'Number', 'Status', 'Total', 'Items', 'Reason']}
            none="No order was placed yet. The README's “Place an order” shows how."
          >
            {orders.map((order) => (
              <tr key={order.id}>
                <td>
                  <Time at={order.createdAt} />
                </td>
                <td>
                  <StoryLink id={order.id} />
                </td>
                <td class="id">{order.number}</td>
                <td>
                  <Badge status={order.status} />
                </td>
                <td class="number">{order.total}</td>
                <td>{order.items}</td>
                <td class="muted">{order.rejection}</td>
              </tr>
            ))}
          </Rows>
        )}
      </Shown>
    </>
  );
}

/** Opens the story of an order or of any other correlation id. */
function Find() {
  const go = (event: SubmitEvent): void => {
    event.preventDefault();
    const id = new FormData(event.currentTarget as HTMLFormElement).get('id');
    if (id) location.hash = hrefTo(['orders', String(id).trim()]);
  };
  return (
    <form class="find" onSubmit={go}>
      <label>
        <span>Order or correlation id</span>
        <input type="search" name="id" placeholder="ord_…" spellcheck={false} autocomplete="off" />
      </label>
      <button type="submit">Tell its story</button>
    </form>
  );
}

export function OrderStory({ id }: { id: string }) {
  const fetched = useView<Story>(`orders/${encodeURIComponent(id)}`, 1_000);
  return (
    <>
      <Heading title={fetched.data?.order ? `Order ${fetched.data.order.number}` : 'Story'}>
        {fetched.data?.order && <Badge status={fetched.data.order.status} />}
        <code>{id}</code>
      </Heading>
      <Shown of={fetched}>
        {(story) => (
          <>
            {story.order && <Facts order={story.order} />}
            <div class={story.execution ? 'story' : ''}>
              <Timeline story={story} />
              {story.execution && (
                <section>
                  <h2>
                    What the saga did <small class="muted">{`execution ${story.execution.status.toLowerCase()}`}</small>
                  </h2>
                  <Drawn execution={story.execution} />
                </section>
              )}
            </div>
          </>
        )}
      </Shown>
    </>
  );
}

function Facts({ order }: { order: OrderLine }) {
  return (
    <p class="facts">
      <strong>{order.total}</strong>
      <span>{order.items}</span>
      {order.rejection && <span class="problem">{order.rejection}</span>}
    </p>
  );
}

const KINDS = ['order', 'workflow', 'payment', 'stock', 'webhook', 'mail', 'event'] as const;

/**
 * The entries of a story, first to last, with the time since its beginning. Kinds can be hidden.
 */
function Timeline({ story }: { story: Story }) {
  const [hidden, setHidden] = useState<readonly string[]>([]);
  const { entries } = story;
  const start = entries[0]?.at ?? 0;
  const present = KINDS.filter((kind) => entries.some((entry) => entry.kind === kind));
  const toggle = (kind: string): void =>
    setHidden(hidden.includes(kind) ? hidden.filter((other) => other !== kind) : [...hidden, kind]);
  return (
    <section aria-label="Timeline">
      <h2>What happened</h2>
      <fieldset class="kinds">
        <legend>Show</legend>
        {present.map((kind) => (
          <label key={kind}>
            <input type="checkbox" checked={!hidden.includes(kind)} onChange={() => toggle(kind)} />
            {kind}
          </label>
        ))}
      </fieldset>
      <ol class="timeline">
        {entries
          .filter(({ kind }) => !hidden.includes(kind))
          .map((entry) => (
            <Entry key={`${entry.at} ${entry.title} ${entry.detail}`} entry={entry} start={start} />
          ))}
      </ol>
    </section>
  );
}

function Entry({ entry, start }: { entry: StoryEntry; start: number }) {
  const { at, kind, tone, title, detail, data } = entry;
  return (
    <li class={tone} data-kind={kind}>
      <span class="when">
        <Time at={at} />
        <small>{sinceStart(at - start)}</small>
      </span>
      <span class="kind">{kind}</span>
      <div class="what">
        <details>
          <summary>
            <strong>{title}</strong> {detail}
          </summary>
          <pre>{JSON.stringify(data, undefined, 2)}</pre>
        </details>
      </div>
    </li>
  );
}

function sinceStart(ms: number): string {
  if (ms < 10_000) return `+${ms} ms`;
  return ms < 600_000 ? `+${(ms / 1_000).toFixed(1)} s` : `+${Math.round(ms / 60_000)} min`;
}
