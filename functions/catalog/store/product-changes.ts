import {
  type Action,
  appendEvent,
  eventSortKey,
  put,
  putIfAbsent,
  replaceIfVersion,
} from '../../../shared/dynamodb/actions.ts';
import type { FailedCondition } from '../../../shared/dynamodb/table.ts';
import type { DomainEvent } from '../../../shared/messaging/event.ts';
import { type Product, type SkuClaim, skuClaims } from '../domain/product.ts';
import type { SaveObstacle } from '../use-cases/ports.ts';
import { categoryKey, type Group, membershipKey, productKey, productPartition, productsIndex, skuKey } from './keys.ts';

/** An action, and the rule that is broken if its condition fails. */
export interface Change {
  readonly action: Action;
  readonly guards: 'version' | { readonly sku: string } | { readonly categoryId: string };
}

/**
 * The changes that save a product. The first is the product itself; the others are only
 * differences.
 */
export function productChanges(before: Product | undefined, after: Product, event: DomainEvent): Change[] {
  return [
    { action: productAction(before, after, event), guards: 'version' },
    {
      action: appendEvent(event, { pk: productPartition(after.id), sk: eventSortKey(after.version) }),
      guards: 'version',
    },
    ...claimChanges(before, after),
    ...membershipChanges(before, after),
    ...categoryCountChanges(before, after),
  ];
}

/**
 * The obstacle behind a failed save. Undefined if this change was already saved, but its reply was
 * lost.
 */
export function obstacleOf(
  changes: readonly Change[],
  failed: readonly FailedCondition[],
  event: DomainEvent,
): SaveObstacle | undefined {
  const guards = failed.map(({ index }) => changes[index]?.guards);
  const productAsItIs = failed.find(({ index }) => index === 0)?.item;
  if (productAsItIs?.eventId === event.metadata.id) return undefined;
  if (guards.includes('version')) return { kind: 'stale' };
  const skus = guards.flatMap((guard) => (typeof guard === 'object' && 'sku' in guard ? [guard.sku] : []));
  if (skus.length > 0) return { kind: 'sku_taken', skus };
  const categoryIds = guards.flatMap((guard) =>
    typeof guard === 'object' && 'categoryId' in guard ? [guard.categoryId] : [],
  );
  return { kind: 'unknown_category', categoryIds };
}

function productAction(before: Product | undefined, after: Product, event: DomainEvent): Action {
  const item = {
    ...productKey(after.id),
    ...after,
    attributes: Object.entries(after.attributes),
    variants: after.variants.map((variant) => ({ ...variant, attributes: Object.entries(variant.attributes) })),
    entity: 'product',
    eventId: event.metadata.id,
    gsi1pk: productsIndex(after.status),
    gsi1sk: after.id,
  };
  return before ? replaceIfVersion(item, before.version) : putIfAbsent(item);
}

function claimChanges(before: Product | undefined, after: Product): Change[] {
  const held = new Map(before ? skuClaims(before).map((claim) => [claim.sku, claim]) : []);
  const wanted = skuClaims(after);
  const kept = new Set(wanted.map(({ sku }) => sku));
  const freed = [...held.keys()].filter((sku) => !kept.has(sku));
  return [
    ...wanted.flatMap((claim): Change[] => {
      const item = { ...skuKey(claim.sku), entity: 'sku', ...claim };
      const current = held.get(claim.sku);
      if (!current) return [{ action: putIfAbsent(item), guards: { sku: claim.sku } }];
      // The condition on the product's version also protects its claims.
      return sameClaim(current, claim) ? [] : [{ action: put(item), guards: 'version' }];
    }),
    ...freed.map((sku): Change => ({ action: { Delete: { Key: skuKey(sku) } }, guards: 'version' })),
  ];
}

const sameClaim = (left: SkuClaim, right: SkuClaim): boolean =>
  left.title === right.title &&
  left.unitPrice.amount === right.unitPrice.amount &&
  left.unitPrice.currency === right.unitPrice.currency &&
  left.status === right.status &&
  left.sold === right.sold;

const groupsOf = ({ categoryIds, sellerId }: Product): Group[] => [
  ...categoryIds.map((id): Group => `category#${id}`),
  ...(sellerId === undefined ? [] : [`seller#${sellerId}` as const]),
];

function membershipChanges(before: Product | undefined, after: Product): Change[] {
  const held = before ? groupsOf(before) : [];
  const wanted = groupsOf(after);
  const moved = before?.status !== after.status;
  const entered = wanted.filter((group) => moved || !held.includes(group));
  const left = held.filter((group) => !wanted.includes(group));
  return [
    ...entered.map(
      (group): Change => ({
        action: put({
          ...membershipKey(after.id, group),
          entity: 'membership',
          productId: after.id,
          gsi1pk: productsIndex(after.status, group),
          gsi1sk: after.id,
        }),
        guards: 'version',
      }),
    ),
    ...left.map(
      (group): Change => ({ action: { Delete: { Key: membershipKey(after.id, group) } }, guards: 'version' }),
    ),
  ];
}

/**
 * Changes the product counts of categories. With the counts, no product joins a deleted category,
 * and no category in use is deleted.
 */
function categoryCountChanges(before: Product | undefined, after: Product): Change[] {
  const held = before?.categoryIds ?? [];
  const count = (categoryId: string, by: 1 | -1): Change => ({
    action: {
      Update: {
        Key: categoryKey(categoryId),
        UpdateExpression: 'ADD productCount :by',
        ConditionExpression: 'attribute_exists(pk)',
        ExpressionAttributeValues: { ':by': by },
      },
    },
    guards: { categoryId },
  });
  return [
    ...after.categoryIds.filter((id) => !held.includes(id)).map((id) => count(id, 1)),
    ...held.filter((id) => !after.categoryIds.includes(id)).map((id) => count(id, -1)),
  ];
}
