import type { Tokens } from './forgeries.ts';

/** The callers that try each route, in this order. */
export const WHO = ['nobody', 'guest', 'customer', 'other customer', 'seller', 'other seller', 'admin'] as const;
export type Who = (typeof WHO)[number];

export interface Person {
  /** Their credentials. */
  readonly headers: Readonly<Record<string, string>>;
  readonly email: string;
  /** Of a user. */
  readonly id?: string;
}

/** The callers, and ways to make things that belong to them. */
export interface World {
  readonly people: Readonly<Record<Who, Person>>;
  readonly tokens: { readonly admin: Tokens; readonly customer: Tokens };
  /** The password of every user. */
  readonly password: string;
  /** A product on sale, with plenty of stock. */
  readonly sku: string;
  /** @returns the id of a product of this seller. */
  aProductOf(seller: Who, status?: 'active' | 'draft'): Promise<string>;
  /** @returns the id of a category without products. */
  aCategory(): Promise<string>;
  anApiKey(): Promise<string>;
  anImport(): Promise<string>;
  /** @returns the id of a dry run. */
  aStockImport(): Promise<string>;
  /** @returns the SKU of a product that only this buyer has in the cart. */
  aSkuInCartOf(buyer: Who): Promise<string>;
  /** Puts one piece of the product into this caller's cart, if the caller has one. */
  fillCart(who: Who): Promise<void>;
  /** @returns the id of a user that no other test uses. */
  aUserId(): Promise<string>;
  /** @returns likewise the email address. */
  aUserEmail(): Promise<string>;
  /**
   * @returns the email address of a user who registers or has forgotten the password, and the code
   * that was mailed there.
   */
  aCode(of: 'registration' | 'reset'): Promise<{ readonly email: string; readonly code: string }>;
  /** @returns the credentials of somebody whom no other test uses, with the same rights. */
  anotherLike(who: Who): Promise<Readonly<Record<string, string>>>;
  /** @returns likewise of somebody who has one piece of the product in the cart. */
  aBuyerLike(who: Who): Promise<Readonly<Record<string, string>>>;
  /** @returns that of a user whom no other test uses. */
  aRefreshToken(): Promise<string>;
  /** @returns likewise of somebody with a secret for a second factor, and a code of it. */
  aSecret(): Promise<{ readonly headers: Person['headers']; readonly code: string }>;
  /** @returns likewise of somebody whose second factor is on, and a code of it. */
  aFactor(): Promise<{ readonly headers: Person['headers']; readonly code: string }>;
  /** @returns a sign-in of such a person that waits for its code, and that code. */
  aChallenge(): Promise<{ readonly email: string; readonly session: string; readonly code: string }>;
  /** @returns access tokens that have not expired, by how their rights ended. */
  endedTokens(): Promise<Readonly<Record<string, string>>>;
  /** @returns the id of an address in the customer's book. */
  anAddressId(): Promise<string>;
  /**
   * @param contact whose email the order has; the buyer's own by default.
   * @returns the id of a confirmed order.
   */
  anOrderOf(buyer: Who, contact?: Who): Promise<string>;
}

/** A request below `/v1`, without credentials. */
export interface Probe {
  readonly path: string;
  readonly body?: unknown;
  /** A body that is not JSON. */
  readonly raw?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /**
   * Those of somebody with the same rights, where the request ends the rights of its caller, or
   * keeps the caller's cart busy.
   */
  readonly credentials?: Readonly<Record<string, string>>;
}

export interface Expectation {
  /** The subject of the request. */
  readonly of: string;
  /** Called for each caller. The request is complete and valid, so that only its sender decides. */
  request(world: World, who: Who): Probe | Promise<Probe>;
  readonly answers: Readonly<Record<Who, number>>;
}

export const everyone = (status: number): Expectation['answers'] => ({
  nobody: status,
  guest: status,
  customer: status,
  'other customer': status,
  seller: status,
  'other seller': status,
  admin: status,
});

export const buyers = (status: number): Expectation['answers'] => ({ ...everyone(status), nobody: 401 });

export const admins = (status: number): Expectation['answers'] => ({
  ...everyone(403),
  nobody: 401,
  guest: 401,
  admin: status,
});

export const sellers = (status: number): Expectation['answers'] => ({
  ...admins(status),
  seller: status,
  'other seller': status,
});

/** For its owner and an admin; to every other buyer it does not exist. */
export const only = (owner: 'guest' | 'customer', status: number): Expectation['answers'] => ({
  ...buyers(404),
  [owner]: status,
  admin: status,
});

export const ANY_VERSION = { 'if-match': '*' };
