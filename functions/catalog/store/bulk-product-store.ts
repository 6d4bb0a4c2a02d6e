import * as z from 'zod';
import type { Action } from '../../../shared/dynamodb/actions.ts';
import { progressActions } from '../../../shared/dynamodb/import-store.ts';
import { isRefusedWrite } from '../../../shared/dynamodb/refused-write.ts';
import type { Table, TransactionResult } from '../../../shared/dynamodb/table.ts';
import { MAX_ACTIONS } from '../../../shared/kernel/transaction.ts';
import type { Product } from '../domain/product.ts';
import type { BulkProductStore, ProductSave, SaveObstacle } from '../use-cases/ports.ts';
import { productKey, skuKey } from './keys.ts';
import { type Change, obstacleOf, productChanges } from './product-changes.ts';
import { productItem } from './product-store.ts';

const claimItem = z.object({ sku: z.string(), productId: z.string() });

/** Saves products in one transaction with a step of their import. */
export const bulkProductStore = (table: Table): BulkProductStore => ({
  async findBySku(skus) {
    const claims = await table.batchGet(skus.map(skuKey), claimItem);
    const ids = [...new Set(claims.map(({ productId }) => productId))];
    const products = new Map(
      (await table.batchGet(ids.map(productKey), productItem)).map((found) => [found.id, found]),
    );
    return new Map(
      claims.flatMap(({ sku, productId }): [string, Product][] => {
        const product = products.get(productId);
        return product ? [[sku, product]] : [];
      }),
    );
  },

  fitting(saves, otherActions) {
    let changes: Change[] = [];
    for (const [index, save] of saves.entries()) {
      const merged = mergeCounts([...changes, ...changesOf(save)]);
      const isFull = merged.length + otherActions > MAX_ACTIONS || new Set(merged.map(keyOf)).size < merged.length;
      if (isFull && index > 0) return index;
      changes = merged;
    }
    return saves.length;
  },

  async saveAll(saves, progress) {
    const step = progressActions(progress);
    const perSave = saves.map(changesOf);
    const changes = mergeCounts(perSave.flat());
    const result = await unlessRefused(table.transact([...step, ...changes.map(({ action }) => action)]));
    if (result === 'refused') return 'refused';
    if (result.ok) return 'saved';
    if (result.failed.some(({ index }) => index === 0)) return 'not_current';
    const obstacles = saves.map((save, position): readonly [number, SaveObstacle | undefined] => {
      const own = perSave[position] ?? [];
      const failed = result.failed.flatMap((failure) => {
        const change = changes[failure.index - step.length];
        const index = own.findIndex((candidate) => change !== undefined && keyOf(candidate) === keyOf(change));
        return index === -1 ? [] : [{ ...failure, index }];
      });
      return [position, failed.length > 0 ? obstacleOf(own, failed, save.event) : undefined];
    });
    return new Map(obstacles.flatMap(([position, obstacle]) => (obstacle ? [[position, obstacle] as const] : [])));
  },
});

async function unlessRefused(written: Promise<TransactionResult>): Promise<TransactionResult | 'refused'> {
  try {
    return await written;
  } catch (error) {
    if (isRefusedWrite(error)) return 'refused';
    throw error;
  }
}

const changesOf = ({ before, after, event }: ProductSave): Change[] => productChanges(before, after, event);

/** The key of the item that a change affects: a transaction may affect an item only once. */
function keyOf({ action }: Change): string {
  const { pk, sk } = 'Put' in action ? action.Put.Item : keyIn(action);
  return `${pk} ${sk}`;
}

const keyIn = (action: Exclude<Action, { Put: unknown }>) =>
  'Update' in action ? action.Update.Key : 'Delete' in action ? action.Delete.Key : action.ConditionCheck.Key;

/** Merges the changes of each category's product count into one. */
function mergeCounts(changes: readonly Change[]): Change[] {
  const counts = new Map<string, Change>();
  const others: Change[] = [];
  for (const change of changes) {
    const values = 'Update' in change.action ? change.action.Update.ExpressionAttributeValues : undefined;
    if (!('Update' in change.action) || !values) {
      others.push(change);
      continue;
    }
    const known = counts.get(keyOf(change));
    const before =
      known && 'Update' in known.action ? Number(known.action.Update.ExpressionAttributeValues?.[':by']) : 0;
    const Update = { ...change.action.Update, ExpressionAttributeValues: { ':by': before + Number(values[':by']) } };
    counts.set(keyOf(change), { ...change, action: { Update } });
  }
  return [...others, ...counts.values()];
}
