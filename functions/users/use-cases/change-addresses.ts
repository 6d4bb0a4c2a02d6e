import type { Address } from '../../../shared/kernel/address.ts';
import type { Clock } from '../../../shared/kernel/clock.ts';
import { TransientFault } from '../../../shared/kernel/faults.ts';
import { createId } from '../../../shared/kernel/id.ts';
import { ok, type Refusal, type Result, refuse } from '../../../shared/kernel/result.ts';
import { type AddressBook, addAddress, changeAddress, findAddress, removeAddress } from '../domain/address-book.ts';
import {
  type CheckVersion,
  type NotFound,
  noSuchUser,
  type ProfileChange,
  type ProfileEvent,
  profileEvent,
  type VersionRefusal,
} from './change-profile.ts';
import { type FindUserPorts, findUser } from './find-user.ts';

export interface AddressPorts extends FindUserPorts {
  readonly store: FindUserPorts['store'] & {
    getAddressBook(userId: string): Promise<AddressBook>;
    /** @returns false when another change was faster, or the user is erased. */
    saveAddressBook(userId: string, before: AddressBook, after: AddressBook, event: ProfileEvent): Promise<boolean>;
  };
}

/** A book, and which of its addresses it is about. */
export interface AddressInBook {
  readonly book: AddressBook;
  readonly id: string;
}

interface AddressInput {
  readonly address: Address;
  readonly isDefault: boolean;
}

const MAX_ATTEMPTS = 5;

const noSuchAddress = () => refuse('request.not_found', 'There is no such address.');

/** Adds an address, unless the same is there. 2 read units, and what `saveAddressBook` costs. */
export const addToBook = (
  ports: AddressPorts,
  clock: Clock,
  change: ProfileChange & AddressInput,
): Promise<Result<AddressInBook, NotFound | Refusal<'users.too_many_addresses'>>> =>
  changeBook<Refusal<'users.too_many_addresses'>>(ports, clock, change, (book) =>
    addAddress(book, createId('adr'), change.address, change.isDefault),
  );

/** Replaces an address, based on its own version. Costs as adding does. */
export const changeInBook = (
  ports: AddressPorts,
  clock: Clock,
  change: ProfileChange & AddressInput & { readonly addressId: string; readonly checkVersion: CheckVersion },
): Promise<Result<AddressInBook, NotFound | VersionRefusal>> =>
  changeBook<NotFound | VersionRefusal>(ports, clock, change, (book) => {
    const kept = findAddress(book, change.addressId);
    if (!kept) return noSuchAddress();
    const stale = change.checkVersion(kept.version);
    if (stale) return { ok: false, refusal: stale };
    return ok({ book: changeAddress(book, kept.id, change.address, change.isDefault), id: kept.id });
  });

/** Removes an address. Costs as adding does. */
export const removeFromBook = (
  ports: AddressPorts,
  clock: Clock,
  change: ProfileChange & { readonly addressId: string },
): Promise<Result<AddressInBook, NotFound>> =>
  changeBook<NotFound>(ports, clock, change, (book) =>
    findAddress(book, change.addressId)
      ? ok({ book: removeAddress(book, change.addressId), id: change.addressId })
      : noSuchAddress(),
  );

async function changeBook<R extends Refusal>(
  ports: AddressPorts,
  clock: Clock,
  change: ProfileChange,
  decide: (book: AddressBook) => Result<AddressInBook, R>,
): Promise<Result<AddressInBook, NotFound | R>> {
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    if (!(await findUser(ports, clock, change.userId, change.requestId))) return noSuchUser();
    const before = await ports.store.getAddressBook(change.userId);
    const decided = decide(before);
    if (!decided.ok || decided.value.book === before) return decided;
    const event = profileEvent('addressBook', change, clock.now());
    if (await ports.store.saveAddressBook(change.userId, before, decided.value.book, event)) return decided;
  }
  throw new TransientFault(
    `Gave up on the address book of user ${change.userId} after ${MAX_ATTEMPTS} concurrent updates.`,
  );
}
