import {
  type UserRegistrationRepeated,
  userRegistrationRepeated,
} from '../../../events/users/user-registration-repeated.v1.ts';
import type { Clock } from '../../../shared/kernel/clock.ts';
import { causedBy, createEvent } from '../../../shared/messaging/event.ts';
import type { Account } from '../domain/user.ts';

export interface Registration {
  readonly email: string;
  readonly password: string;
  readonly name?: string | undefined;
  readonly locale?: string | undefined;
}

export interface RegisterPorts {
  readonly store: {
    record(userId: string, event: UserRegistrationRepeated): Promise<void>;
  };
  readonly directory: {
    /** Mails a code. @returns false when the address has an account. */
    signUp(registration: Registration): Promise<boolean>;
    findByEmail(email: string): Promise<Account | undefined>;
    deleteAccount(username: string): Promise<void>;
  };
}

/**
 * Always returns nothing, so that addresses cannot be probed. An account that was never confirmed
 * is replaced and gets the newest password. So no stranger can reserve an address by registering it
 * first. The owner of a confirmed account gets a mail.
 */
export async function register(
  { store, directory }: RegisterPorts,
  clock: Clock,
  registration: Registration,
  requestId: string,
): Promise<void> {
  if (await directory.signUp(registration)) return;
  const account = await directory.findByEmail(registration.email);
  if (account && !account.confirmed) {
    await directory.deleteAccount(account.username);
    await directory.signUp(registration);
  } else if (account) {
    const event = createEvent(userRegistrationRepeated, {
      aggregateId: account.userId,
      occurredAt: clock.now(),
      ...causedBy(requestId),
      data: { userId: account.userId },
    });
    await store.record(account.userId, event);
  }
}
