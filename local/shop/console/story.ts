import type { Mail } from '../../cloud/services/mailbox.ts';
import type { EventLine, ExecutionView, OrderLine, StateView, Story, StoryEntry } from './answers.ts';

/** A webhook of the payment provider, as the shop received it. */
export interface TakenWebhook {
  readonly type: string;
  readonly receivedAt: string;
  readonly outcome?: string | undefined;
  readonly data: unknown;
}

export interface StorySources {
  readonly id: string;
  readonly order: OrderLine | undefined;
  readonly execution: ExecutionView | undefined;
  readonly events: readonly EventLine[];
  readonly webhooks: readonly TakenWebhook[];
  readonly mails: readonly Mail[];
}

/** Everything known about one correlation id, in order of time. */
export function storyOf({ id, order, execution, events, webhooks, mails }: StorySources): Story {
  const entries = [
    ...events.map(ofEvent),
    ...(execution?.states ?? []).flatMap(ofState),
    ...webhooks.map(ofWebhook),
    ...mails.map(ofMail),
  ].sort((one, other) => one.at - other.at || rankOf(one) - rankOf(other));
  return { id, ...(order ? { order } : {}), ...(execution ? { execution } : {}), entries };
}

/** Within a millisecond: first the step, then its effects. */
const rankOf = ({ kind }: StoryEntry): number => ['order', 'workflow'].indexOf(kind) + (kind === 'order' ? 0 : 1);

const KINDS: Readonly<Record<string, StoryEntry['kind']>> = {
  'souk.orders': 'order',
  'souk.payments': 'payment',
  'souk.inventory': 'stock',
};

const TONES: readonly (readonly [RegExp, StoryEntry['tone']])[] = [
  [/Confirmed|Succeeded|Authorized/, 'good'],
  [/Failed|Rejected|NeedsAttention/, 'bad'],
  [/Cancelled|Refund/, 'undo'],
  [/ActionRequired/, 'wait'],
];

function ofEvent({ at, source, name, summary, detail }: EventLine): StoryEntry {
  const { cause } = ((detail as { data?: unknown }).data ?? {}) as { cause?: unknown };
  const kind = KINDS[source] ?? 'event';
  const isStock = kind === 'stock' && typeof cause === 'string';
  const tone = TONES.find(([names]) => names.test(name))?.[1] ?? (isStock && cause === 'released' ? 'undo' : 'plain');
  return { at, kind, tone, title: isStock ? `Stock ${cause}` : name, detail: summary, data: detail };
}

const STATE_TONES: Readonly<Record<StateView['outcome'], StoryEntry['tone']>> = {
  done: 'good',
  undone: 'undo',
  failed: 'bad',
  waiting: 'wait',
  running: 'wait',
  'not reached': 'plain',
};

/** The start of the step, and each of its failures. */
function ofState(state: StateView): StoryEntry[] {
  const { name, type, outcome, enteredAt, exitedAt, failures } = state;
  // A choice takes no time, and the next states show its result.
  if (enteredAt === undefined || type === 'Choice') return [];
  const word = outcome === 'undone' ? 'undo ran' : outcome;
  const took = exitedAt === undefined ? '' : ` in ${exitedAt - enteredAt} ms`;
  const step: StoryEntry = {
    at: enteredAt,
    kind: 'workflow',
    tone: STATE_TONES[outcome],
    title: name,
    detail: `${word}${took}`,
    data: state,
  };
  return [
    step,
    ...failures.map((failure, index): StoryEntry => {
      const title = `${name} ${failure.retried ? `failed, attempt ${index + 1}` : 'failed'}`;
      const detail = `${failure.error}: ${failure.cause}${failure.retried ? ' – retried' : ''}`;
      return { at: failure.at, kind: 'workflow', tone: 'bad', title, detail, data: failure };
    }),
  ];
}

function ofWebhook({ type, receivedAt, outcome, data }: TakenWebhook): StoryEntry {
  const detail = `${type}: ${outcome ?? 'not yet acted on'}`;
  return { at: Date.parse(receivedAt), kind: 'webhook', tone: 'plain', title: 'Webhook', detail, data };
}

function ofMail(mail: Mail): StoryEntry {
  const { sentAt, subject, to } = mail;
  return { at: Date.parse(sentAt), kind: 'mail', tone: 'plain', title: `Mail to ${to}`, detail: subject, data: mail };
}
