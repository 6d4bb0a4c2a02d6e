import type { Throttle } from '../../../shared/http/contract.ts';

const QUARTER_HOUR = 15 * 60;
const DAY = 24 * 60 * 60;

/** An order ends within 30 minutes, and its buyer has up to 14 at the bank: see README.md. */
const OPEN_SECONDS = 45 * 60;

const perBuyer = { setting: 'UNPAID_PER_BUYER', times: 1 };

/**
 * Room for a buyer's retries, not for a program that tries cards or holds stock.
 *
 * A guest can make a cart for each attempt. So guests are counted by the mail address that they
 * name, and all buyers by their network. The network comes last. So who has used up the share of
 * one mail address takes nothing from their neighbours.
 *
 * Signed-in buyers have twice the guests' share of a network. So guests cannot shut them out.
 */
export const CHECKOUTS: readonly [Throttle, ...Throttle[]] = [
  {
    name: 'checkout',
    per: 'caller',
    counts: 'requests',
    limit: { guest: 60, customer: 120, partner: 1200 },
    windowSeconds: 60,
  },
  {
    // An order mails the address that it names.
    name: 'checkout-mail',
    per: { body: 'email' },
    counts: 'requests',
    limit: { guest: 10, customer: 30, partner: 30 },
    windowSeconds: QUARTER_HOUR,
    scaledByStage: true,
  },
  {
    name: 'checkout-unpaid-buyer',
    per: { body: 'email', unlessUser: true },
    counts: 'trials',
    open: { guest: perBuyer, customer: perBuyer, partner: perBuyer },
    openSeconds: OPEN_SECONDS,
    limit: 30,
    windowSeconds: DAY,
    backOff: { from: 5, seconds: 30, mostSeconds: 3600 },
    clearedBySuccess: true,
    scaledByStage: true,
  },
  {
    name: 'checkout-network',
    per: 'address',
    counts: 'requests',
    limit: { guest: 300, customer: 600, partner: 18_000 },
    windowSeconds: QUARTER_HOUR,
    scaledByStage: true,
  },
  {
    name: 'checkout-unpaid-network',
    per: 'address',
    counts: 'trials',
    open: {
      guest: { setting: 'UNPAID_PER_NETWORK', times: 1 },
      customer: { setting: 'UNPAID_PER_NETWORK', times: 2 },
      partner: { setting: 'UNPAID_PER_NETWORK', times: 300 },
    },
    openSeconds: OPEN_SECONDS,
    limit: { guest: 60, customer: 120, partner: 18_000 },
    windowSeconds: QUARTER_HOUR,
    scaledByStage: true,
  },
];
