import { setImmediate as pause } from 'node:timers/promises';
import { TransientFault } from '../../../shared/kernel/faults.ts';
import { ok, type Result, refuse } from '../../../shared/kernel/result.ts';
import type { Decline, Intent, IntentState, RefundState } from '../domain/provider.ts';
import type { PaymentProvider } from '../use-cases/ports.ts';

/**
 * The fate of one call: it works, it fails with nothing done, or it is done and its reply is lost.
 */
export type Fortune = 'works' | 'fails' | 'reply lost';

interface Account {
  readonly intents: Map<string, Intent & { readonly orderId: string }>;
  /** The first states of the next refunds; when they have run out, a refund succeeds at once. */
  readonly refundStates: RefundState[];
  /** Refund id → its present state. */
  readonly refundStateOf: Map<string, RefundState>;
  /** Refund id → intent id. */
  readonly refunds: Map<string, string>;
  /** How often each intent was authorized, and captured. */
  readonly authorizations: string[];
  readonly captures: string[];
}

/**
 * A provider with the semantics that matter: keys replay the first result, and an intent's state
 * guards every operation. Calls take time and may overlap.
 *
 * @param fortunes of the calls, in their order; when they have run out, every call works.
 */
export function inMemoryProvider(fortunes: Fortune[] = []): PaymentProvider & { readonly account: Account } {
  const account: Account = {
    intents: new Map(),
    refundStates: [],
    refundStateOf: new Map(),
    refunds: new Map(),
    authorizations: [],
    captures: [],
  };
  const results = new Map<string, unknown>();

  const call = async <T>(key: string | undefined, effect: () => T): Promise<T> => {
    const fortune = fortunes.shift() ?? 'works';
    await pause();
    if (fortune === 'fails') throw new TransientFault('The provider is not there.');
    const result = key !== undefined && results.has(key) ? (results.get(key) as T) : effect();
    if (key !== undefined) results.set(key, result);
    await pause();
    if (fortune === 'reply lost') throw new TransientFault('The reply was lost.');
    return result;
  };

  const find = (intentId: string) => {
    const intent = account.intents.get(intentId);
    if (!intent) throw new Error(`There is no intent ${intentId}.`);
    return intent;
  };
  const move = (intentId: string, state: IntentState, more: Partial<Intent> = {}): Intent => {
    const intent = { ...find(intentId), ...more, state };
    account.intents.set(intentId, intent);
    return intent;
  };

  return {
    account,
    createIntent: ({ orderId, amount }) =>
      call(`${orderId}:create`, () => {
        const id = `pi_${account.intents.size + 1}`;
        account.intents.set(id, { id, orderId, amount, state: 'unconfirmed' });
        return ok(find(id));
      }),
    confirmIntent: ({ orderId, intentId, paymentMethod }) =>
      call(`${orderId}:confirm`, () => confirm(intentId, paymentMethod)),
    findIntent: ({ orderId }) =>
      call(undefined, () => [...account.intents.values()].find((intent) => intent.orderId === orderId)),
    readIntent: (intentId) => call(undefined, () => find(intentId)),
    readCharged: (intentId) =>
      call(undefined, () => {
        const { orderId, ...intent } = find(intentId);
        const isRefunded = [...account.refunds].some(
          ([id, refunded]) => refunded === intentId && account.refundStateOf.get(id) !== 'failed',
        );
        const refunded = { ...intent.amount, ...(isRefunded ? {} : { amount: 0 }) };
        return { intent, orderId, refunded, reversed: refunded };
      }),
    captureIntent: ({ orderId, intentId }) =>
      call(`${orderId}:capture`, () => {
        if (find(intentId).state !== 'authorized') return ok(find(intentId));
        account.captures.push(intentId);
        return ok(move(intentId, 'captured'));
      }),
    cancelIntent: ({ orderId, intentId }) =>
      call(`${orderId}:cancel`, () =>
        find(intentId).state === 'captured' ? find(intentId) : move(intentId, 'cancelled'),
      ),
    dropIntent: (intentId) => call(undefined, () => move(intentId, 'cancelled')),
    refund: ({ refundId, intentId }) =>
      call(refundId, () => {
        if (find(intentId).state !== 'captured') throw new Error('There is nothing to refund.');
        account.refunds.set(refundId, intentId);
        const state = account.refundStates.shift() ?? 'succeeded';
        account.refundStateOf.set(refundId, state);
        return state;
      }),
    readRefund: ({ refundId }) => call(undefined, () => account.refundStateOf.get(refundId)),
  };

  function confirm(intentId: string, paymentMethod: string): Result<Intent, Decline> {
    if (find(intentId).state !== 'unconfirmed') return ok(find(intentId));
    switch (paymentMethod) {
      case 'pm_declined': {
        const decline = refuse('payments.card_declined', 'The card was declined.').refusal;
        move(intentId, 'declined', { decline });
        return { ok: false, refusal: decline };
      }
      case 'pm_unknown':
        return refuse('payments.invalid_payment_method', 'There is no such payment method.');
      case 'pm_challenge':
        return ok(
          move(intentId, 'requires_action', {
            nextAction: { type: 'redirect_to_url', redirectUrl: 'https://bank.example', clientSecret: 'secret' },
          }),
        );
      default:
        account.authorizations.push(intentId);
        return ok(move(intentId, 'authorized'));
    }
  }
}
