import { describe, expect, it } from 'vitest';
import type { UserErased } from '../../../events/users/user-erased.v1.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { hashEmail, isPartOfErasure, needsUndo, retentionOf } from '../../orders/queries.ts';
import { type Account, firstProfile, type User } from '../domain/user.ts';
import { type NoticeDeletionPorts, noticeDeletion } from './notice-deletion.ts';

const account = { userId: 'ann', username: 'ann', email: 'ann@example.com', emailVerified: true, confirmed: true };
const ann = firstProfile(account as Account, 'EUR', new Date());

function shopWith(user: User | 'erased' | undefined, found?: Account) {
  const events: UserErased[] = [];
  const ended: string[] = [];
  const ports: NoticeDeletionPorts = {
    store: {
      getUser: async () => user,
      getErasure: async () => undefined,
      erase: async (_, event) => void events.push(event),
      record: async (_, event) => void events.push(event),
    },
    directory: { findAccount: async () => found },
    sessions: { endForGood: async (userId) => void ended.push(userId) },
    listMergedCarts: async () => [],
    listOrdersOf: async () => ({ items: [] }),
    getUndoStates: async () => new Map(),
    ...{ hashEmail, isPartOfErasure, needsUndo, retentionOf },
  };
  const notice = (isOurs: boolean) => noticeDeletion(ports, systemClock, { userId: 'ann', eventId: 'e-1', isOurs });
  return { notice, events, ended };
}

describe('an account that was deleted in the directory itself', () => {
  it.each([
    ['of a user', ann],
    ['of somebody without a profile, as after a first sign-in with another provider', undefined],
  ])('%s: the sessions end and the data are erased', async (_whose, user) => {
    const { notice, events, ended } = shopWith(user);

    await notice(true);

    expect(ended).toEqual(['ann']);
    expect(events).toMatchObject([{ data: { userId: 'ann' }, metadata: { causationId: 'e-1' } }]);
  });

  it('is no news when the shop has erased the user and then deleted it', async () => {
    const { notice, events, ended } = shopWith('erased');

    await notice(true);

    expect([ended, events]).toEqual([[], []]);
  });

  it('is looked for again as long as the lagging directory finds it, while no token acts any more', async () => {
    const { notice, events, ended } = shopWith(ann, account as Account);

    await expect(notice(true)).rejects.toThrow('still finds the deleted account ann');

    expect([ended, events]).toEqual([['ann'], []]);
  });

  it('concerns the shop without the name of a directory only if the shop knows the user', async () => {
    const stranger = shopWith(undefined);
    const known = shopWith(ann);

    await stranger.notice(false);
    await known.notice(false);

    expect([stranger.ended, stranger.events]).toEqual([[], []]);
    expect(known.events).toHaveLength(1);
  });
});
