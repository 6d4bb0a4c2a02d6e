import type { Money } from '../../../shared/kernel/money.ts';
import { type Refusal, refuse } from '../../../shared/kernel/result.ts';
import type { ProductStatus } from './values.ts';

export type Attributes = Readonly<Record<string, string>>;

export interface Variant {
  readonly sku: string;
  readonly title: string;
  /** The product's price by default. */
  readonly price?: Money | undefined;
  readonly attributes: Attributes;
}

/** The fields that a seller or an admin sets. */
export interface ProductDetails {
  readonly sku: string;
  readonly title: string;
  readonly description?: string | undefined;
  readonly status: ProductStatus;
  readonly price: Money;
  readonly compareAtPrice?: Money | undefined;
  readonly categoryIds: readonly string[];
  readonly attributes: Attributes;
  readonly variants: readonly Variant[];
  readonly images: readonly string[];
  readonly taxClass?: string | undefined;
}

/** `version` counts the changes; times are ISO 8601 UTC. */
export interface Product extends ProductDetails {
  readonly id: string;
  /** The user who owns the product; the shop's own products have none. */
  readonly sellerId?: string | undefined;
  readonly version: number;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** The caller, as far as the catalog needs to know. */
export interface Viewer {
  readonly userId?: string | undefined;
  readonly isAdmin: boolean;
}

/**
 * The owner of a new product that this viewer creates. Undefined for an admin: the shop owns it.
 */
export const sellerIdOf = ({ userId, isAdmin }: Viewer): string | undefined => (isAdmin ? undefined : userId);

export const mayChange = ({ sellerId }: Product, { userId, isAdmin }: Viewer): boolean =>
  isAdmin || (sellerId !== undefined && sellerId === userId);

/** A product that is not active is visible only to those who may change it. */
export const maySee = (product: Product, viewer: Viewer): boolean =>
  product.status === 'active' || mayChange(product, viewer);

/** Refuses prices that are not in the shop's currency. */
export function refuseForeignCurrency(
  { price, compareAtPrice, variants }: ProductDetails,
  currency: string,
): { readonly ok: false; readonly refusal: Refusal<'catalog.foreign_currency'> } | undefined {
  const prices: readonly (readonly [string, Money | undefined])[] = [
    ['#/price/currency', price],
    ['#/compareAtPrice/currency', compareAtPrice],
    ...variants.map((variant, index) => [`#/variants/${index}/price/currency`, variant.price] as const),
  ];
  const detail = `This shop sells in ${currency}.`;
  const errors = prices.flatMap(([pointer, money]) =>
    money && money.currency !== currency ? [{ pointer, code: 'not_an_option' as const, detail }] : [],
  );
  return errors.length > 0 ? refuse('catalog.foreign_currency', detail, { errors }) : undefined;
}

/** A SKU that a product claims, and the data under which it is sold. */
export interface SkuClaim {
  readonly sku: string;
  readonly productId: string;
  readonly title: string;
  readonly unitPrice: Money;
  readonly status: ProductStatus;
  /**
   * False for the own SKU of a product with variants: it is reserved, so that no other product
   * takes it.
   */
  readonly sold: boolean;
}

/** All SKUs of a product: its own first, then those of its variants. */
export function skuClaims(product: Product): SkuClaim[] {
  const { id: productId, title, price, status, variants } = product;
  return [
    { sku: product.sku, productId, title, unitPrice: price, status, sold: variants.length === 0 },
    ...variants.map((variant) => ({
      sku: variant.sku,
      productId,
      title: `${title} – ${variant.title}`,
      unitPrice: variant.price ?? price,
      status,
      sold: true,
    })),
  ];
}

export const sellableSkus = (product: Product): string[] =>
  skuClaims(product).flatMap(({ sku, sold }) => (sold ? [sku] : []));
