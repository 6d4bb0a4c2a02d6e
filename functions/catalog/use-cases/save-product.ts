import { productCreated } from '../../../events/catalog/product-created.v1.ts';
import { productUpdated } from '../../../events/catalog/product-updated.v1.ts';
import { type Refusal, refuse } from '../../../shared/kernel/result.ts';
import { causedBy, createEvent } from '../../../shared/messaging/event.ts';
import { type Product, sellableSkus, skuClaims } from '../domain/product.ts';
import type { RuleObstacle } from './ports.ts';

export type ProductRuleRefusal = Refusal<
  'catalog.sku_taken' | 'catalog.unknown_category' | 'catalog.foreign_currency' | 'catalog.change_too_large'
>;

/** The event of a product's creation or change; its sequence is the product's version. */
export function productEvent(product: Product, requestId: string) {
  const { id: productId, sku, status, price, categoryIds, sellerId } = product;
  const facts = {
    aggregateId: productId,
    sequence: product.version,
    occurredAt: new Date(product.updatedAt),
    ...causedBy(requestId),
    data: {
      productId,
      sku,
      status,
      price,
      sellableSkus: sellableSkus(product),
      categoryIds: [...categoryIds],
      ...(sellerId === undefined ? {} : { sellerId }),
    },
  };
  return product.version === 1 ? createEvent(productCreated, facts) : createEvent(productUpdated, facts);
}

/** The refusal that describes an obstacle to the client. */
export function refusalOf(
  obstacle: RuleObstacle,
  product: Product,
): { readonly ok: false; readonly refusal: ProductRuleRefusal } {
  switch (obstacle.kind) {
    case 'sku_taken': {
      const isTaken = (sku: string) => `Another product has the SKU ${sku}.`;
      return refuse('catalog.sku_taken', isTaken(obstacle.skus.join(' or ')), {
        errors: skuClaims(product).flatMap(({ sku }, index) => {
          const pointer = index === 0 ? '#/sku' : `#/variants/${index - 1}/sku`;
          return obstacle.skus.includes(sku) ? [{ pointer, code: 'taken', detail: isTaken(sku) }] : [];
        }),
      });
    }
    case 'unknown_category':
      return refuse('catalog.unknown_category', `There is no category ${obstacle.categoryIds.join(' or ')}.`, {
        errors: obstacle.categoryIds.map((id) => ({
          pointer: `#/categoryIds/${product.categoryIds.indexOf(id)}`,
          code: 'not_found',
          detail: `There is no category ${id}.`,
        })),
      });
    case 'too_large':
      return refuse(
        'catalog.change_too_large',
        'This change touches more SKUs and categories than one transaction holds: make it in several steps.',
      );
  }
}
