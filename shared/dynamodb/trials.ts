import { ConditionalCheckFailedException, type UpdateItemCommandInput } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import { TransientFault } from '../kernel/faults.ts';
import {
  judgeTrial,
  type Trial,
  type TrialCount,
  type TrialGrant,
  type TrialOutcome,
  type TrialRefusal,
  type TrialTerms,
} from '../kernel/trials.ts';
import type { ItemClient } from './client.ts';
import type { Plain } from './plain-items.ts';

/**
 * Counts trials. One item holds all that are counted together, with one attribute for each that is
 * open. So a trial ends once, however often that is said, and one that nobody ends lapses.
 *
 * Costs 1 write unit to begin one and 1 to end it, per KB of the item: about 30 open trials. A
 * refusal costs 1, the first failure of a window 2, and a start at the limit 2.
 */
export interface Trials {
  /**
   * Begins a trial, if the terms allow one more. A repeated call with the same id begins one.
   *
   * @returns the refusal, if they do not.
   */
  begin(trial: Trial, terms: TrialTerms, now: number): Promise<TrialRefusal | undefined>;
  /** Ends a trial. Does nothing when it has ended or lapsed. */
  end(trial: Trial, outcome: TrialOutcome, now: number): Promise<void>;
}

const MEMBER = 'trial_';
/** Lapsed trials that one write drops: an expression has at most 4 KB and 300 operators. */
const MOST_DROPPED = 50;
/** How often a write that lost a race is decided again. */
const ATTEMPTS = 8;

const item = z.looseObject({
  open: z.int().default(0),
  failures: z.int().default(0),
  failedAt: z.int().default(0),
  windowEnd: z.int().default(0),
});

type Stored = z.output<typeof item>;
type Update = Omit<Plain<UpdateItemCommandInput>, 'TableName' | 'Key'>;

export const createTrials = (client: ItemClient, tableName: string): Trials => {
  /** @returns 'done', or the item as it is when the condition fails. */
  async function tryTo(pk: string, update: Update): Promise<'done' | Stored> {
    try {
      const key = { TableName: tableName, Key: { pk, sk: 'trials' } };
      await client.update({ ...key, ...update, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' });
      return 'done';
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      return item.parse(error.Item ? unmarshall(error.Item) : {});
    }
  }

  return {
    async begin(trial, terms, now) {
      let stored = await tryTo(trial.pk, beginBelowLimits(trial, terms, now));
      for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
        // It may have begun although the reply was lost.
        if (stored === 'done' || isOpen(stored, trial)) return undefined;
        const verdict = judgeTrial(countOf(stored), now, terms);
        if (!verdict.granted) return verdict;
        stored = await tryTo(trial.pk, beginAfter(stored, verdict, trial, terms, now));
      }
      throw new TransientFault('Too many attempts are counted at once.');
    },

    async end(trial, outcome, now) {
      if (outcome !== 'failed') {
        await tryTo(trial.pk, endWithoutFailure(trial, outcome === 'succeeded' && trial.clears));
        return;
      }
      let stored = await tryTo(trial.pk, failInWindow(trial, now));
      for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
        if (stored === 'done' || !isOpen(stored, trial)) return;
        const fail = stored.windowEnd > now ? failInWindow : failFirst;
        stored = await tryTo(trial.pk, fail(trial, now));
      }
      throw new TransientFault('Too many attempts are counted at once.');
    },
  };
};

const isOpen = (stored: Stored, { id }: Trial): boolean => Object.hasOwn(stored, MEMBER + id);

const countOf = ({ failures, failedAt, windowEnd, ...others }: Stored): TrialCount => ({
  ...{ failures, failedAt, windowEnd },
  trials: new Map(
    Object.entries(others)
      .filter(([name]) => name.startsWith(MEMBER))
      .map(([name, until]) => [name.slice(MEMBER.length), Number(until)]),
  ),
});

/** The usual case, decided by the store: few failures, few open trials. */
const beginBelowLimits = (trial: Trial, { open, openSeconds, failures, backOff }: TrialTerms, now: number): Update => ({
  UpdateExpression: 'SET #trial = :until, #expiresAt = :expiresAt ADD #open :one',
  ConditionExpression:
    'attribute_not_exists(#trial) AND (attribute_not_exists(#open) OR #open < :most) AND (attribute_not_exists(#failures) OR #failures < :free)',
  ExpressionAttributeNames: {
    ...{ '#trial': MEMBER + trial.id, '#expiresAt': 'expiresAt', '#open': 'open', '#failures': 'failures' },
  },
  ExpressionAttributeValues: {
    ...{ ':until': now + openSeconds, ':expiresAt': now + trial.keepSeconds, ':one': 1, ':most': open },
    ':free': Math.min(failures, backOff?.from ?? failures),
  },
});

/** Drops what has lapsed. Its condition is that nothing has changed since. */
function beginAfter(
  stored: Stored,
  { failures, expired }: TrialGrant,
  trial: Trial,
  { openSeconds }: TrialTerms,
  now: number,
): Update {
  const lapsed = expired.slice(0, MOST_DROPPED);
  const dropped = Object.fromEntries(lapsed.map((id, index) => [`#expired${index}`, MEMBER + id]));
  const names = Object.keys(dropped);
  const drop = names.length > 0 ? ` REMOVE ${names.join(', ')}` : '';
  return {
    UpdateExpression: `SET #trial = :until, #expiresAt = :expiresAt, #open = :next, #failures = :failures${drop}`,
    ConditionExpression: [
      'attribute_not_exists(#trial) AND #open = :open AND (#failures = :seen OR attribute_not_exists(#failures))',
      ...names.map((name) => `attribute_exists(${name})`),
    ].join(' AND '),
    ExpressionAttributeNames: {
      ...{ '#trial': MEMBER + trial.id, '#expiresAt': 'expiresAt', '#open': 'open', '#failures': 'failures' },
      ...dropped,
    },
    ExpressionAttributeValues: {
      ...{ ':until': now + openSeconds, ':expiresAt': now + trial.keepSeconds, ':failures': failures },
      ...{ ':open': stored.open, ':next': stored.open - lapsed.length + 1, ':seen': stored.failures },
    },
  };
}

const endWithoutFailure = ({ id }: Trial, clears: boolean): Update => ({
  UpdateExpression: `${clears ? 'SET #failures = :none ' : ''}REMOVE #trial ADD #open :less`,
  ConditionExpression: 'attribute_exists(#trial)',
  ExpressionAttributeNames: { '#trial': MEMBER + id, '#open': 'open', ...(clears ? { '#failures': 'failures' } : {}) },
  ExpressionAttributeValues: { ':less': -1, ...(clears ? { ':none': 0 } : {}) },
});

const FAILURE_NAMES = {
  ...{ '#open': 'open', '#failures': 'failures', '#failedAt': 'failedAt' },
  ...{ '#windowEnd': 'windowEnd', '#expiresAt': 'expiresAt' },
};

const failInWindow = ({ id, keepSeconds }: Trial, now: number): Update => ({
  UpdateExpression: 'SET #failedAt = :now, #expiresAt = :expiresAt REMOVE #trial ADD #open :less, #failures :one',
  ConditionExpression: 'attribute_exists(#trial) AND #windowEnd > :now',
  ExpressionAttributeNames: { '#trial': MEMBER + id, ...FAILURE_NAMES },
  ExpressionAttributeValues: { ':now': now, ':expiresAt': now + keepSeconds, ':less': -1, ':one': 1 },
});

const failFirst = ({ id, windowSeconds, keepSeconds }: Trial, now: number): Update => ({
  UpdateExpression:
    'SET #failedAt = :now, #expiresAt = :expiresAt, #failures = :one, #windowEnd = :windowEnd REMOVE #trial ADD #open :less',
  ConditionExpression: 'attribute_exists(#trial) AND (attribute_not_exists(#windowEnd) OR #windowEnd <= :now)',
  ExpressionAttributeNames: { '#trial': MEMBER + id, ...FAILURE_NAMES },
  ExpressionAttributeValues: {
    ...{ ':now': now, ':expiresAt': now + keepSeconds, ':windowEnd': now + windowSeconds },
    ...{ ':less': -1, ':one': 1 },
  },
});
