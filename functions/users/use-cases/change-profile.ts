import { type UserProfileUpdated, userProfileUpdated } from '../../../events/users/user-profile-updated.v1.ts';
import type { Timer } from '../../../shared/kernel/clock.ts';
import type { CheckVersion, NotFound, VersionRefusal } from '../../../shared/kernel/refusals.ts';
import { ok, type Result } from '../../../shared/kernel/result.ts';
import { untilSaved } from '../../../shared/kernel/until-saved.ts';
import { causedBy, createEvent } from '../../../shared/messaging/event.ts';
import type { Preferences, User } from '../domain/user.ts';
import { type FindUserPorts, findUser, noSuchUser } from './find-user.ts';

export interface ChangeProfilePorts extends FindUserPorts {
  readonly store: FindUserPorts['store'] & {
    /** @returns false after a concurrent update, or when the user is erased. */
    saveUser(before: User, after: User, event: UserProfileUpdated): Promise<boolean>;
  };
}

export interface ProfileChange {
  readonly userId: string;
  readonly requestId: string;
}

/** The event of a user's change, which names the changed part. */
export const profileEvent = (
  part: UserProfileUpdated['data']['part'],
  { userId, requestId }: ProfileChange,
  now: Date,
): UserProfileUpdated =>
  createEvent(userProfileUpdated, {
    aggregateId: userId,
    occurredAt: now,
    ...causedBy(requestId),
    data: { userId, part },
  });

/** Replaces name and phone. 1 read and 4 write units. */
export const changeProfile = (
  ports: ChangeProfilePorts,
  clock: Timer,
  change: ProfileChange & {
    readonly details: Pick<User, 'name' | 'phone'>;
    readonly checkVersion: CheckVersion;
  },
): Promise<Result<User, NotFound | VersionRefusal>> =>
  save(ports, clock, change, 'profile', change.checkVersion, ({ name: _, phone: __, ...user }) => ({
    ...user,
    ...change.details,
  }));

/** Replaces the preferences. 1 read and 4 write units. */
export const changePreferences = (
  ports: ChangeProfilePorts,
  clock: Timer,
  change: ProfileChange & { readonly preferences: Preferences },
): Promise<Result<User, NotFound>> =>
  save<never>(
    ports,
    clock,
    change,
    'preferences',
    () => undefined,
    (user) => ({ ...user, preferences: change.preferences }),
  );

const save = <R extends VersionRefusal>(
  ports: ChangeProfilePorts,
  clock: Timer,
  change: ProfileChange,
  part: 'profile' | 'preferences',
  check: (version: number) => R | undefined,
  apply: (user: User) => User,
): Promise<Result<User, NotFound | R>> =>
  untilSaved<Result<User, NotFound | R>>(clock, { what: `user ${change.userId}` }, async () => {
    const before = await findUser(ports, clock, change.userId, change.requestId);
    if (!before) return noSuchUser();
    const stale = check(before.version);
    if (stale) return { ok: false, refusal: stale };
    const now = clock.now();
    const after = { ...apply(before), version: before.version + 1, updatedAt: now.toISOString() };
    return (await ports.store.saveUser(before, after, profileEvent(part, change, now))) ? ok(after) : 'stale';
  });
