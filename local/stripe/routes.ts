/**
 * The endpoints: method, path, parameters, effect. A request is checked as a whole before anything
 * is executed.
 */

import type { Account, List } from './account.ts';
import { checkCharge } from './charge-limits.ts';
import { invalidRequest } from './errors.ts';
import { matchesType, retrieveEvent } from './events.ts';
import { checkExpansions, expand, type ObjectKind } from './expand.ts';
import type { Form } from './form.ts';
import * as kinds from './params.ts';
import { type ParamSpec, type Params, readParams } from './params.ts';
import * as intents from './payment-intents.ts';
import * as refunds from './refunds.ts';

/** An endpoint's work once its parameters are valid; returns the body, throws a StripeError. */
export type Execute = (account: Account) => object;

export interface Route {
  readonly method: 'GET' | 'POST';
  readonly path: RegExp;
  /** Checks the parameters. Throws a StripeError, with nothing executed. */
  readonly prepare: (id: string, form: Form) => Execute;
}

const EXPAND = kinds.list(kinds.text);
const PAGE = {
  limit: kinds.integer({ min: 1, max: 100 }),
  starting_after: kinds.text,
  ending_before: kinds.text,
};

/** A time in seconds, or bounds of it. */
const CREATED = kinds.object({
  gt: kinds.integer({ min: 0 }),
  gte: kinds.integer({ min: 0 }),
  lt: kinds.integer({ min: 0 }),
  lte: kinds.integer({ min: 0 }),
});

const CONFIRM = {
  payment_method: kinds.text,
  return_url: kinds.text,
  off_session: kinds.boolean,
};

const CREATE_INTENT = {
  amount: kinds.required(kinds.amount),
  currency: kinds.required(kinds.currency),
  capture_method: kinds.choice('automatic', 'automatic_async', 'manual'),
  confirm: kinds.boolean,
  metadata: kinds.metadata,
  description: kinds.text,
  receipt_email: kinds.text,
  statement_descriptor_suffix: kinds.text,
  payment_method_types: kinds.list(kinds.choice('card')),
  automatic_payment_methods: kinds.object({
    enabled: kinds.required(kinds.boolean),
    allow_redirects: kinds.choice('always', 'never'),
  }),
  ...CONFIRM,
};

const CANCELLATION_REASON = kinds.choice('abandoned', 'duplicate', 'fraudulent', 'requested_by_customer');
const REFUND_REASON = kinds.choice('duplicate', 'fraudulent', 'requested_by_customer');

const INTENTS = /^\/v1\/payment_intents$/;
const INTENT = /^\/v1\/payment_intents\/([^/]+)$/;
const REFUNDS = /^\/v1\/refunds$/;
const EVENTS = /^\/v1\/events$/;

export const ROUTES: readonly Route[] = [
  one(
    'POST',
    INTENTS,
    'payment_intent',
    CREATE_INTENT,
    (account, params) => intents.create(account, params),
    checkCreation,
  ),
  one('GET', INTENT, 'payment_intent', {}, (account, _params, id) => intents.retrieve(account, id)),
  one('POST', INTENT, 'payment_intent', { metadata: kinds.metadata, description: kinds.text }, (account, params, id) =>
    intents.update(account, id, params),
  ),
  one('POST', /^\/v1\/payment_intents\/([^/]+)\/confirm$/, 'payment_intent', CONFIRM, (account, params, id) =>
    intents.confirm(account, id, params),
  ),
  one(
    'POST',
    /^\/v1\/payment_intents\/([^/]+)\/capture$/,
    'payment_intent',
    { amount_to_capture: kinds.integer({ min: 1 }), metadata: kinds.metadata },
    (account, params, id) => intents.capture(account, id, params),
  ),
  one(
    'POST',
    /^\/v1\/payment_intents\/([^/]+)\/cancel$/,
    'payment_intent',
    { cancellation_reason: CANCELLATION_REASON },
    (account, params, id) => intents.cancel(account, id, params.cancellation_reason),
  ),
  many(INTENTS, 'payment_intent', { created: CREATED }, (account, params) =>
    account.paymentIntents.page('/v1/payment_intents', params, ({ created }) => isWithin(created, params.created)),
  ),
  one(
    'POST',
    REFUNDS,
    'refund',
    {
      payment_intent: kinds.text,
      charge: kinds.text,
      amount: kinds.integer({ min: 1 }),
      reason: REFUND_REASON,
      metadata: kinds.metadata,
    },
    (account, params) => refunds.create(account, params),
    checkRefund,
  ),
  one('GET', /^\/v1\/refunds\/([^/]+)$/, 'refund', {}, (account, _params, id) => refunds.retrieve(account, id)),
  many(REFUNDS, 'refund', { payment_intent: kinds.text, charge: kinds.text }, (account, params) =>
    account.refunds.page('/v1/refunds', params, (refund) => isOf(refund, params)),
  ),
  many(/^\/v1\/disputes$/, 'dispute', { payment_intent: kinds.text, charge: kinds.text }, (account, params) =>
    account.disputes.page('/v1/disputes', params, (dispute) => isOf(dispute, params)),
  ),
  one('GET', /^\/v1\/events\/([^/]+)$/, 'event', {}, (account, _params, id) => retrieveEvent(account.events, id)),
  many(EVENTS, 'event', { type: kinds.text }, (account, params) =>
    account.events.page('/v1/events', params, (event) => matchesType(event.type, params.type)),
  ),
];

interface OfCharge {
  readonly payment_intent?: string | undefined;
  readonly charge?: string | undefined;
}

/** Whether a refund or a dispute is of the intent and the charge that a list asks for. */
const isOf = (item: Required<OfCharge>, { payment_intent: intent, charge }: OfCharge): boolean =>
  item.payment_intent === (intent ?? item.payment_intent) && item.charge === (charge ?? item.charge);

function isWithin(created: number, bounds: Params<{ created: typeof CREATED }>['created']): boolean {
  const { gt = -1, gte = 0, lt = Infinity, lte = Infinity } = bounds ?? {};
  return created > gt && created >= gte && created < lt && created <= lte;
}

function one<S extends ParamSpec>(
  method: Route['method'],
  path: RegExp,
  kind: ObjectKind,
  spec: S,
  execute: (account: Account, params: Params<S>, id: string) => object,
  check: (params: Params<S>) => void = () => undefined,
): Route {
  return {
    method,
    path,
    prepare: (id, form) => {
      const { paths, rest } = takeExpand(form, kind, false);
      const params = readParams(spec, rest);
      check(params);
      return (account) => expand(account, kind, execute(account, params, id), paths);
    },
  };
}

function many<S extends ParamSpec>(
  path: RegExp,
  kind: ObjectKind,
  filters: S,
  execute: (account: Account, params: Params<S & typeof PAGE>) => List<object>,
): Route {
  const spec = { ...filters, ...PAGE };
  return {
    method: 'GET',
    path,
    prepare: (_id, form) => {
      const { paths, rest } = takeExpand(form, kind, true);
      const params = readParams(spec, rest);
      const nested = paths.map((path) => path.replace(/^data\./, ''));
      return (account) => {
        const list = execute(account, params);
        return { ...list, data: list.data.map((item) => expand(account, kind, item, nested)) };
      };
    },
  };
}

function takeExpand(form: Form, kind: ObjectKind, inList: boolean): { paths: readonly string[]; rest: Form } {
  const rest = new Map(form);
  const asked = form.get('expand');
  rest.delete('expand');
  const paths = asked === undefined ? [] : EXPAND.read(asked, 'expand');
  checkExpansions(kind, inList, paths);
  return { paths, rest };
}

function checkCreation(params: Params<typeof CREATE_INTENT>): void {
  for (const name of ['off_session', 'return_url'] as const) {
    if (params[name] !== undefined && !params.confirm) {
      throw invalidRequest(
        `The parameter \`${name}\` cannot be passed when creating a PaymentIntent unless \`confirm\` is set to true.`,
        { code: 'payment_intent_invalid_parameter', param: name },
      );
    }
  }
  if (params.automatic_payment_methods?.enabled && params.payment_method_types) {
    throw invalidRequest(
      'You may only specify one of these parameters: automatic_payment_methods, payment_method_types.',
      { param: 'automatic_payment_methods' },
    );
  }
  checkCharge(params);
}

function checkRefund(params: { payment_intent?: string | undefined; charge?: string | undefined }): void {
  if (params.payment_intent !== undefined || params.charge !== undefined) return;
  throw invalidRequest('One of the following params should be provided for this request: payment_intent or charge.', {
    code: 'parameter_missing',
    param: 'payment_intent',
  });
}
