import { describe, expect, it } from 'vitest';
import { type Charged, divergenceOf, type OrderStatus } from './divergence.ts';
import type { Payment } from './payment.ts';
import type { IntentState } from './provider.ts';

const euro = (amount: number) => ({ amount, currency: 'EUR' });

const charged = (state: IntentState, more: Partial<Charged> & { readonly captured?: number } = {}): Charged => ({
  intent: { id: 'pi_1', state, amount: euro(more.captured ?? 2900) },
  orderId: 'ord_1',
  refunded: more.refunded ?? euro(0),
  reversed: more.reversed ?? euro(0),
  dispute: more.dispute,
});

const payment = (status: Payment['status'], more: Partial<Payment> = {}): Payment => ({
  ...{ id: 'pay_1', orderId: 'ord_1', amount: euro(2900), status, intentId: 'pi_1', version: 3 },
  fenced: status === 'cancelled' || status === 'refunded',
  ...{ createdAt: '2026-11-20T12:00:00.000Z', updatedAt: '2026-11-20T12:00:00.000Z' },
  ...more,
});

const OPEN: readonly IntentState[] = ['unconfirmed', 'requires_action', 'processing', 'declined', 'authorized'];

describe('an intent that is open', () => {
  it.each(OPEN)('and %s is cancelled when there is no such order', (state) => {
    expect(divergenceOf(charged(state), undefined, undefined)).toEqual({
      kind: 'intent_without_order',
      repair: 'cancel',
    });
  });

  it.each<[string, Payment | undefined, OrderStatus]>([
    ['a rejected order whose payment knows of none', payment('cancelled', { intentId: undefined }), 'rejected'],
    ['a confirmed order that has another', payment('captured', { intentId: 'pi_2' }), 'confirmed'],
    ['a cancelled order without a payment', undefined, 'cancelled'],
  ])('beside %s is cancelled', (_, ours, status) => {
    expect(divergenceOf(charged('authorized'), ours, status)).toEqual({ kind: 'unknown_intent', repair: 'cancel' });
  });

  it.each<[Payment, OrderStatus]>([
    [payment('cancelled'), 'cancelled'],
    [payment('failed', { fenced: true }), 'rejected'],
  ])('though its payment was undone is cancelled', (ours, status) => {
    expect(divergenceOf(charged('authorized'), ours, status)).toEqual({ kind: 'intent_left_open', repair: 'cancel' });
  });

  it.each<OrderStatus>(['pending', 'needs_attention'])('is left alone while its order is %s', (status) => {
    for (const state of OPEN) {
      expect(divergenceOf(charged(state), payment('pending', { intentId: undefined }), status)).toBeUndefined();
      expect(divergenceOf(charged(state), payment('requires_action'), status)).toBeUndefined();
    }
  });

  it('is left to the undo of its order while that is not complete', () => {
    expect(divergenceOf(charged('authorized'), payment('authorized'), 'cancelled')).toBeUndefined();
  });
});

describe('money that was taken', () => {
  it.each<[string, Charged, Payment | undefined, OrderStatus | undefined, string]>([
    ['for an order that does not exist', charged('captured'), undefined, undefined, 'money_without_order'],
    [
      'by an intent that the payment does not know',
      charged('captured'),
      payment('captured', { intentId: 'pi_2' }),
      'confirmed',
      'unknown_money',
    ],
    ['after the payment was undone', charged('captured'), payment('cancelled'), 'cancelled', 'money_kept'],
    ['in part', charged('captured', { captured: 1000 }), payment('captured'), 'confirmed', 'amount_differs'],
    ['and disputed', charged('captured', { dispute: 'open' }), payment('captured'), 'confirmed', 'disputed'],
    [
      'and disputed after it was given back',
      charged('captured', { dispute: 'open', refunded: euro(2900) }),
      payment('refunded'),
      'cancelled',
      'disputed',
    ],
    [
      'and lost in a dispute while it is being given back',
      charged('captured', { dispute: 'lost' }),
      payment('captured'),
      'cancelled',
      'dispute_lost',
    ],
  ])('%s is for a person, and is not touched', (_, theirs, ours, status, kind) => {
    expect(divergenceOf(theirs, ours, status)).toEqual({ kind, repair: 'none' });
  });

  it.each<[string, Partial<Charged>, Payment, string]>([
    ['by hand, in part', { reversed: euro(100) }, payment('captured'), 'refunded_elsewhere'],
    ['by hand, once more', { reversed: euro(300) }, payment('captured', { reversed: euro(100) }), 'refunded_elsewhere'],
    ['by hand, and failed later', {}, payment('captured', { reversed: euro(100) }), 'refunded_elsewhere'],
    ['by a lost dispute', { reversed: euro(2900), dispute: 'lost' }, payment('captured'), 'dispute_lost'],
  ])('and given back %s is recorded', (_, theirs, ours, kind) => {
    expect(divergenceOf(charged('captured', theirs), ours, 'confirmed')).toEqual({ kind, repair: 'record' });
  });

  it.each<[string, Partial<Charged>, Payment]>([
    ['in part', { reversed: euro(100) }, payment('partially_refunded', { reversed: euro(100) })],
    ['in full', { reversed: euro(2900) }, payment('refunded', { reversed: euro(2900), fenced: false })],
    [
      'by a lost dispute',
      { reversed: euro(2900), dispute: 'lost' },
      payment('refunded', { reversed: euro(2900), fenced: false }),
    ],
    ['by a refund that is pending', { refunded: euro(100) }, payment('captured')],
  ])('and given back %s, as it is recorded, is as it should be', (_, theirs, ours) => {
    expect(divergenceOf(charged('captured', theirs), ours, 'confirmed')).toBeUndefined();
  });

  it('whose refund failed unnoticed is refunded again', () => {
    expect(divergenceOf(charged('captured'), payment('refunded'), 'cancelled')).toEqual({
      kind: 'refund_missing',
      repair: 'refund',
    });
  });

  it('and given back is as it should be', () => {
    const back = charged('captured', { refunded: euro(2900) });
    expect(divergenceOf(back, payment('refunded'), 'cancelled')).toBeUndefined();
    expect(divergenceOf(back, undefined, undefined)).toBeUndefined();
  });

  it('for a confirmed order is as it should be, too', () => {
    expect(divergenceOf(charged('captured'), payment('captured'), 'confirmed')).toBeUndefined();
  });
});

describe('a confirmed order', () => {
  it.each<[IntentState]>([['cancelled'], ['authorized'], ['declined']])(
    'whose money the provider never took (%s) is for a person: nothing is taken or cancelled',
    (state) => {
      expect(divergenceOf(charged(state), payment('captured'), 'confirmed')).toEqual({
        kind: 'not_captured',
        repair: 'none',
      });
    },
  );

  it('whose payment is not recorded as captured is for a person', () => {
    expect(divergenceOf(charged('captured'), payment('authorized'), 'confirmed')).toEqual({
      kind: 'confirmed_unpaid',
      repair: 'none',
    });
  });
});
