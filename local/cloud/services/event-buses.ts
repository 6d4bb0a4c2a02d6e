import type { Cloud } from '../cloud.ts';
import type { Matcher } from './event-patterns.ts';
import { type Rule, scheduledEvent, type Target } from './event-rules.ts';
import type { BusEvent, Queues } from './handles.ts';

// About 10 MB of small events.
const KEPT_EVENTS = 10_000;

export interface Archive {
  readonly name: string;
  readonly bus: string;
  readonly matches: Matcher;
  count: number;
}

/** The buses and their rules. */
export interface EventBuses {
  /** The names of the buses. */
  readonly names: Set<string>;
  readonly rules: Rule[];
  readonly archives: Archive[];
  /** The last events, newest first. */
  readonly recent: readonly BusEvent[];
  /** Resolves when every target, or its dead-letter queue, has accepted the event. */
  publish(bus: string, event: BusEvent): Promise<void>;
  /** Runs a scheduled rule once. */
  tick(rule: Rule): Promise<void>;
}

/** Creates the default bus. `live` returns the cloud, once there is one. */
export function createEventBuses(queues: Queues, live: () => Cloud): EventBuses {
  const rules: Rule[] = [];
  const archives: Archive[] = [];
  const recent: BusEvent[] = [];

  const hand = async (target: Target, event: BusEvent): Promise<void> => {
    if (target.Arn.startsWith('arn:aws:sqs:')) {
      const group = target.SqsParameters?.MessageGroupId;
      await queues.send(target.Arn, JSON.stringify(event), group ? { messageGroupId: group } : {});
    } else {
      // From here on, the function's own retries and failure destination apply.
      live().invokeAsync?.(target.Arn, event);
    }
  };

  /** An event that the dead-letter queue refuses too is lost; its publisher gets no error. */
  const setAside = async (rule: Rule, target: Target, event: BusEvent, queue: string, error: unknown) => {
    const attributes = { RULE_ARN: rule.arn, TARGET_ARN: target.Arn, ERROR_MESSAGE: String(error) };
    await queues
      .send(queue, JSON.stringify(event), { attributes })
      .catch((refusal) => live().log(`Rule ${rule.name} lost an event: ${String(refusal)}`));
  };

  const deliver = async (rule: Rule, target: Target, event: BusEvent): Promise<void> => {
    try {
      await hand(target, event);
    } catch (error) {
      live().log(`Rule ${rule.name} could not reach ${target.Arn}: ${String(error)}`);
      const deadLetters = target.DeadLetterConfig?.Arn;
      if (deadLetters !== undefined) await setAside(rule, target, event, deadLetters, error);
    }
  };

  const deliverToAll = async (rule: Rule, event: BusEvent): Promise<void> => {
    await Promise.all(rule.targets.map((target) => deliver(rule, target, event)));
  };

  return {
    names: new Set(['default']),
    rules,
    archives,
    recent,
    async publish(bus, event) {
      recent.unshift(event);
      if (recent.length > KEPT_EVENTS) recent.pop();
      for (const archive of archives) if (archive.bus === bus && archive.matches(event)) archive.count++;
      const fitting = rules.filter((rule) => rule.bus === bus && rule.matches?.(event));
      await Promise.all(fitting.map((rule) => deliverToAll(rule, event)));
    },
    tick: (rule) => deliverToAll(rule, scheduledEvent(rule, live())),
  };
}
