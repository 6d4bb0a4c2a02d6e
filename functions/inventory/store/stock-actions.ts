import type { InventoryChanged } from '../../../events/inventory/inventory-changed.v1.ts';
import { type Action, appendEvent, putIfAbsent } from '../../../shared/dynamodb/actions.ts';
import { recordRequest } from '../../../shared/dynamodb/request-record.ts';
import { type Hold, partsOf } from '../domain/hold.ts';
import { FIRST_SHARD, type Part } from '../domain/shards.ts';
import type { Levels, Stock } from '../domain/stock.ts';
import type { StockChange } from '../domain/stock-change.ts';
import type { HoldState } from '../domain/values.ts';
import { allocationsIndexOf, holdKey, movementKey, movementsIndex, openHoldsIndexOf, stockKey } from './keys.ts';

function indexOf({ orderId, state, heldUntil, allocatedAt }: Hold): { gsi1pk?: string; gsi1sk?: string } {
  if (state === 'held') return { gsi1pk: openHoldsIndexOf(orderId), gsi1sk: heldUntil };
  if (state !== 'allocated' || allocatedAt === undefined) return {};
  return { gsi1pk: allocationsIndexOf(orderId), gsi1sk: allocatedAt };
}

const itemOf = (hold: Hold) => ({
  ...holdKey(hold.orderId),
  entity: 'hold',
  ...indexOf(hold),
  ...hold,
});

export const addHold = (hold: Hold): Action => putIfAbsent(itemOf(hold));

export const replaceHold = (hold: Hold, from: HoldState): Action => ({
  Put: {
    Item: itemOf(hold),
    ConditionExpression: '#state = :from',
    ExpressionAttributeNames: { '#state': 'state' },
    ExpressionAttributeValues: { ':from': from },
  },
});

/** Has a hold lapse sooner, once. Fails when it is no longer open, or lapses sooner still. */
export const limitHold = (orderId: string, until: string): Action => ({
  Update: {
    Key: holdKey(orderId),
    UpdateExpression: 'SET bankUntil = :until, gsi1sk = :until',
    ConditionExpression: '#state = :held AND heldUntil > :until AND attribute_not_exists(bankUntil)',
    ExpressionAttributeNames: { '#state': 'state' },
    ExpressionAttributeValues: { ':until': until, ':held': 'held' },
  },
});

/** Takes that back. Fails when the hold is no longer open or has no such limit. */
export const unlimitHold = (orderId: string): Action => ({
  Update: {
    Key: holdKey(orderId),
    UpdateExpression: 'SET gsi1sk = heldUntil REMOVE bankUntil',
    ConditionExpression: '#state = :held AND attribute_exists(bankUntil)',
    ExpressionAttributeNames: { '#state': 'state' },
    ExpressionAttributeValues: { ':held': 'held' },
  },
});

/** The write by which an order takes pieces from one shard, or gives them back. */
export interface ShardMove {
  readonly sku: string;
  readonly action: Action;
}

const LEVELS = ['available', 'held', 'allocated'] as const satisfies (keyof Levels)[];

/**
 * The moves of a hold's pieces in their shards, in the direction that its movements say.
 *
 * @param isKnown whether the SKU is known to have several shards. If not, pieces are reserved only
 *   where the first shard is the only one. Otherwise all orders would take from that one.
 */
export const moveShards = (
  hold: Hold,
  movements: readonly InventoryChanged[],
  isKnown: (sku: string) => boolean,
): ShardMove[] =>
  movements.flatMap(({ data }) =>
    hold.lines
      .filter(({ sku }) => sku === data.sku)
      .flatMap(partsOf)
      .map((part) => ({
        sku: data.sku,
        action: moveShard(data, part, data.cause === 'reserved' && !isKnown(data.sku)),
      })),
  );

function moveShard(delta: InventoryChanged['data'], { shard, quantity }: Part, onlyIfSingle: boolean): Action {
  const moved = LEVELS.filter((level) => delta[level] !== 0);
  const taken = moved.filter((level) => delta[level] < 0);
  const conditions = taken.map((level) => `#${level} >= :quantity`);
  return {
    Update: {
      Key: stockKey(delta.sku, shard),
      UpdateExpression: `SET ${moved.map((level) => `#${level} = #${level} ${delta[level] < 0 ? '-' : '+'} :quantity`).join(', ')}`,
      ConditionExpression: [...conditions, ...(onlyIfSingle ? ['attribute_not_exists(#shards)'] : [])].join(' AND '),
      ExpressionAttributeNames: {
        ...Object.fromEntries(moved.map((level) => [`#${level}`, level])),
        ...(onlyIfSingle ? { '#shards': 'shards' } : {}),
      },
      ExpressionAttributeValues: { ':quantity': quantity },
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    },
  };
}

export const addMovement = (
  movement: InventoryChanged,
  shard: number,
  attributes: Readonly<Record<string, unknown>> = {},
): Action => {
  const { id, aggregate } = movement.metadata;
  return appendEvent(movement, movementKey(id), {
    ...attributes,
    gsi1pk: movementsIndex(aggregate.id, shard),
    gsi1sk: id,
  });
};

/** The movements of a hold, each listed with the shard that gave most. */
export const addMovements = (hold: Hold, movements: readonly InventoryChanged[]): Action[] => {
  const shards = new Map(hold.lines.map((line) => [line.sku, partsOf(line)[0]?.shard]));
  return movements.map((movement) => addMovement(movement, shards.get(movement.data.sku) ?? FIRST_SHARD));
};

export function changeActions({ before, after, movement, reason, changedBy, idempotency }: StockChange): Action[] {
  const actions = [...setShards(before, after), addMovement(movement, FIRST_SHARD, { reason, changedBy })];
  if (!idempotency) return actions;
  return [...actions, recordRequest(idempotency, movement.metadata.occurredAt, { stock: after })];
}

/** The first shard is always written, since only it has the admin version. */
function setShards(before: Stock, after: Stock): Action[] {
  const known = before.adminVersion === 0 ? 0 : before.spread.length;
  return after.spread.flatMap((available, shard) => {
    if (shard >= known) return addShard(after, shard, available);
    const added = available - (before.spread[shard] ?? 0);
    if (shard === FIRST_SHARD) return setFirstShard(before, after, added);
    return added === 0 ? [] : addPieces(after.sku, shard, added);
  });
}

const addShard = ({ sku, adminVersion, spread }: Stock, shard: number, available: number): Action => {
  const levels = { available, held: 0, allocated: 0 };
  const whole = { adminVersion, ...shardsOf(spread) };
  return putIfAbsent({
    ...stockKey(sku, shard),
    entity: 'stock',
    sku,
    ...levels,
    ...(shard === FIRST_SHARD ? whole : { shard }),
  });
};

/**
 * The number of shards, if there are several. Its absence is a condition of reserving without a
 * read.
 */
const shardsOf = (spread: readonly number[]) => (spread.length > 1 ? { shards: spread.length } : {});

/**
 * Adds the difference instead of replacing the levels, which would undo moves by orders since the
 * read.
 */
function setFirstShard(before: Stock, { sku, adminVersion, spread }: Stock, added: number): Action {
  const { shards } = { shards: undefined, ...shardsOf(spread) };
  return {
    Update: {
      Key: stockKey(sku),
      UpdateExpression: `SET #available = #available + :added, #version = :next${shards ? ', #shards = :shards' : ''}`,
      ConditionExpression: '#version = :read AND #available >= :taken',
      ExpressionAttributeNames: {
        '#available': 'available',
        '#version': 'adminVersion',
        ...(shards ? { '#shards': 'shards' } : {}),
      },
      ExpressionAttributeValues: {
        ':added': added,
        ':taken': Math.max(0, -added),
        ':read': before.adminVersion,
        ':next': adminVersion,
        ...(shards ? { ':shards': shards } : {}),
      },
    },
  };
}

/** @param added negative: taken away, if they are there. */
export const addPieces = (sku: string, shard: number, added: number): Action => ({
  Update: {
    Key: stockKey(sku, shard),
    UpdateExpression: 'SET #available = #available + :added',
    ConditionExpression: '#available >= :taken',
    ExpressionAttributeNames: { '#available': 'available' },
    ExpressionAttributeValues: { ':added': added, ':taken': Math.max(0, -added) },
  },
});
