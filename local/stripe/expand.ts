/**
 * `expand[]` replaces ids by the objects that they name, along paths such as `data.latest_charge`.
 */

import type { Account } from './account.ts';
import { cardOf, viewOf } from './cards.ts';
import { invalidRequest } from './errors.ts';

export type ObjectKind = 'payment_intent' | 'charge' | 'refund' | 'dispute' | 'payment_method' | 'event';

/** The expandable fields of each kind, and the kind of the object that each names. */
const FIELDS: Readonly<Record<ObjectKind, Readonly<Record<string, ObjectKind>>>> = {
  payment_intent: { latest_charge: 'charge', payment_method: 'payment_method' },
  charge: { payment_intent: 'payment_intent' },
  refund: { charge: 'charge', payment_intent: 'payment_intent' },
  dispute: { charge: 'charge', payment_intent: 'payment_intent' },
  payment_method: {},
  event: {},
};

const FIND: Readonly<Record<ObjectKind, (account: Account, id: string) => object | undefined>> = {
  payment_intent: (account, id) => account.paymentIntents.get(id),
  charge: (account, id) => account.charges.get(id),
  refund: (account, id) => account.refunds.get(id),
  dispute: (account, id) => account.disputes.get(id),
  payment_method: (_account, id) => viewOf(cardOf(id)),
  event: (account, id) => account.events.get(id),
};

const DEEPEST = 4;

/** Throws an invalid request (400) for a path that does not exist, before anything is executed. */
export function checkExpansions(kind: ObjectKind, inList: boolean, paths: readonly string[]): void {
  for (const path of paths) {
    const refuse = (why: string) => invalidRequest(`${why} (${path}).`, { param: 'expand' });
    const segments = path.split('.');
    if (segments.length > DEEPEST) throw refuse(`You cannot expand more than ${DEEPEST} levels of a property`);
    let current: ObjectKind | undefined = kind;
    for (const segment of inList && segments[0] === 'data' ? segments.slice(1) : inList ? [''] : segments) {
      current = current && Object.hasOwn(FIELDS[current], segment) ? FIELDS[current][segment] : undefined;
      if (!current) throw refuse('This property cannot be expanded');
    }
  }
}

/** Returns a copy of the object with the paths expanded; the paths have been checked. */
export function expand(account: Account, kind: ObjectKind, value: object, paths: readonly string[]): object {
  const copy: Record<string, unknown> = { ...value };
  for (const [field, nested] of byFirstSegment(paths)) {
    const target = FIELDS[kind][field];
    const id = copy[field];
    if (!target || typeof id !== 'string') continue;
    const found = FIND[target](account, id);
    if (found) copy[field] = expand(account, target, found, nested);
  }
  return copy;
}

function byFirstSegment(paths: readonly string[]): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const path of paths) {
    const [first = '', ...rest] = path.split('.');
    const group = groups.get(first) ?? [];
    groups.set(first, group);
    if (rest.length > 0) group.push(rest.join('.'));
  }
  return groups;
}
