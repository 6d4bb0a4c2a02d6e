import type { Address } from '../../../shared/kernel/address.ts';
import { ok, type Refusal, type Result, refuse } from '../../../shared/kernel/result.ts';

export const MAX_ADDRESSES = 50;

export interface KeptAddress extends Address {
  readonly id: string;
  readonly version: number;
}

/** All addresses of a user. Exactly one is the default, unless the book is empty. */
export interface AddressBook {
  /** The version of the stored book; 0 before the first save. */
  readonly version: number;
  readonly defaultId?: string | undefined;
  /** In the order in which they were added. */
  readonly addresses: readonly KeptAddress[];
}

export const EMPTY_BOOK: AddressBook = { version: 0, addresses: [] };

export const findAddress = ({ addresses }: AddressBook, id: string): KeptAddress | undefined =>
  addresses.find((address) => address.id === id);

const FIELDS = ['name', 'line1', 'line2', 'city', 'region', 'postalCode', 'country', 'phone'] as const;

const isSame = (left: Address, right: Address): boolean => FIELDS.every((field) => left[field] === right[field]);

/**
 * Adds an address. Idempotent: an equal address in the book is returned instead. The first address
 * becomes the default.
 */
export function addAddress(
  book: AddressBook,
  id: string,
  address: Address,
  isDefault: boolean,
): Result<{ readonly book: AddressBook; readonly id: string }, Refusal<'users.too_many_addresses'>> {
  const twin = book.addresses.find((kept) => isSame(kept, address));
  if (twin) return ok({ book: isDefault ? chooseDefault(book, twin.id) : book, id: twin.id });
  if (book.addresses.length >= MAX_ADDRESSES) {
    return refuse('users.too_many_addresses', `An address book holds at most ${MAX_ADDRESSES} addresses.`);
  }
  const addresses = [...book.addresses, { ...address, id, version: 1 }];
  return ok({ book: { ...book, addresses, defaultId: isDefault ? id : (book.defaultId ?? id) }, id });
}

/**
 * Replaces an address in the book. The default stays the default until a different one is chosen.
 */
export function changeAddress(book: AddressBook, id: string, address: Address, isDefault: boolean): AddressBook {
  const addresses = book.addresses.map((kept) =>
    kept.id === id ? { ...address, id, version: kept.version + 1 } : kept,
  );
  return { ...book, addresses, defaultId: isDefault ? id : book.defaultId };
}

/** Removes an address. If it was the default, the oldest remaining one becomes the default. */
export function removeAddress(book: AddressBook, id: string): AddressBook {
  const addresses = book.addresses.filter((kept) => kept.id !== id);
  return { ...book, addresses, defaultId: book.defaultId === id ? addresses[0]?.id : book.defaultId };
}

const chooseDefault = (book: AddressBook, id: string): AddressBook =>
  book.defaultId === id ? book : { ...book, defaultId: id };
