import type { UserProfileUpdated } from '../../../events/users/user-profile-updated.v1.ts';
import type { Address } from '../../../shared/kernel/address.ts';
import type { Timer } from '../../../shared/kernel/clock.ts';
import { createId } from '../../../shared/kernel/id.ts';
import { type CheckVersion, type NotFound, noSuch, type VersionRefusal } from '../../../shared/kernel/refusals.ts';
import { ok, type Refusal, type Result } from '../../../shared/kernel/result.ts';
import { untilSaved } from '../../../shared/kernel/until-saved.ts';
import { type AddressBook, addAddress, changeAddress, findAddress, removeAddress } from '../domain/address-book.ts';
import { type ProfileChange, profileEvent } from './change-profile.ts';
import { type FindUserPorts, findUser, noSuchUser } from './find-user.ts';

export interface AddressPorts extends FindUserPorts {
  readonly store: FindUserPorts['store'] & {
    getAddressBook(userId: string): Promise<AddressBook>;
    /** @returns false after a concurrent update, or when the user is erased. */
    saveAddressBook(
      userId: string,
      before: AddressBook,
      after: AddressBook,
      event: UserProfileUpdated,
    ): Promise<boolean>;
  };
}

/** A book, and the address in it that changes. */
export interface AddressInBook {
  readonly book: AddressBook;
  readonly id: string;
}

interface AddressInput {
  readonly address: Address;
  readonly isDefault: boolean;
}

/**
 * Adds an address, unless the book has an equal one. Costs 2 read units, and as much as
 * `saveAddressBook`.
 */
export const addToBook = (
  ports: AddressPorts,
  clock: Timer,
  change: ProfileChange & AddressInput,
): Promise<Result<AddressInBook, NotFound | Refusal<'users.too_many_addresses'>>> =>
  changeBook<Refusal<'users.too_many_addresses'>>(ports, clock, change, (book) =>
    addAddress(book, createId('adr'), change.address, change.isDefault),
  );

/** Replaces an address, based on its own version. Costs as much as `addToBook`. */
export const changeInBook = (
  ports: AddressPorts,
  clock: Timer,
  change: ProfileChange & AddressInput & { readonly addressId: string; readonly checkVersion: CheckVersion },
): Promise<Result<AddressInBook, NotFound | VersionRefusal>> =>
  changeBook<NotFound | VersionRefusal>(ports, clock, change, (book) => {
    const kept = findAddress(book, change.addressId);
    if (!kept) return noSuch('address');
    const stale = change.checkVersion(kept.version);
    if (stale) return { ok: false, refusal: stale };
    return ok({ book: changeAddress(book, kept.id, change.address, change.isDefault), id: kept.id });
  });

/** Removes an address. Costs as much as `addToBook`. */
export const removeFromBook = (
  ports: AddressPorts,
  clock: Timer,
  change: ProfileChange & { readonly addressId: string },
): Promise<Result<AddressInBook, NotFound>> =>
  changeBook<NotFound>(ports, clock, change, (book) =>
    findAddress(book, change.addressId)
      ? ok({ book: removeAddress(book, change.addressId), id: change.addressId })
      : noSuch('address'),
  );

const changeBook = <R extends Refusal>(
  ports: AddressPorts,
  clock: Timer,
  change: ProfileChange,
  decide: (book: AddressBook) => Result<AddressInBook, R>,
): Promise<Result<AddressInBook, NotFound | R>> =>
  untilSaved<Result<AddressInBook, NotFound | R>>(clock, { what: `the address book of ${change.userId}` }, async () => {
    if (!(await findUser(ports, clock, change.userId, change.requestId))) return noSuchUser();
    const before = await ports.store.getAddressBook(change.userId);
    const decided = decide(before);
    if (!decided.ok || decided.value.book === before) return decided;
    const event = profileEvent('addressBook', change, clock.now());
    return (await ports.store.saveAddressBook(change.userId, before, decided.value.book, event)) ? decided : 'stale';
  });
