import { domainTable } from '../../../shared/dynamodb/domain-table.ts';
import { createApi } from '../../../shared/http/api.ts';
import { type Caller, isAdmin } from '../../../shared/http/caller.ts';
import { checkVersion, entityTag, type IfMatch } from '../../../shared/http/precondition.ts';
import { reply } from '../../../shared/http/reply.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { refuse } from '../../../shared/kernel/result.ts';
import { fingerprint } from '../../../shared/runtime/fingerprint.ts';
import { catalogQueries } from '../../catalog/queries.ts';
import { inventoryContract } from '../contract/index.ts';
import { onHand, type Stock } from '../domain/stock.ts';
import type { StoredMovement } from '../store/items.ts';
import { stockStore } from '../store/stock-store.ts';
import { changeStock } from '../use-cases/change-stock.ts';
import { findStock } from '../use-cases/find-stock.ts';

const catalog = catalogQueries(domainTable('catalog'));
const ports = {
  ...stockStore(domainTable('inventory')),
  isSold: async (sku: string) => (await catalog.getSellables([sku])).has(sku),
};

/** Drafts are not public, and neither is their stock. */
async function isPublished(sku: string): Promise<boolean> {
  const sellable = (await catalog.getSellables([sku])).get(sku);
  return sellable !== undefined && sellable.status !== 'draft';
}

const notFound = () => refuse('request.not_found', 'Nothing is sold under this SKU.');

function presentStock(stock: Stock) {
  const { sku, available, held, allocated, adminVersion, spread } = stock;
  return { sku, available, onHand: onHand(stock), held, allocated, version: adminVersion, shards: spread.length };
}

function presentMovement({ event: { metadata, data }, reason }: StoredMovement) {
  const { sku, cause, available, held, allocated, orderId } = data;
  return {
    id: metadata.id,
    sku,
    cause,
    available,
    held,
    allocated,
    ...(orderId === undefined ? {} : { orderId }),
    ...(reason === undefined ? {} : { reason }),
    occurredAt: metadata.occurredAt,
  };
}

/** A set needs the version that it is based on, unless there is no stock yet; an adjustment is right on any version. */
const versionCheck = (kind: 'set' | 'adjusted', ifMatch: IfMatch | undefined) => (version: number) =>
  ifMatch === undefined && (kind === 'adjusted' || version === 0) ? undefined : checkVersion(ifMatch, version);

const userIdOf = (caller: Caller): string => (caller.kind === 'user' ? caller.userId : '');

export const handler = createApi(inventoryContract, 'api', {
  getStock: async ({ caller, params }) => {
    const [stock, isShown] = await Promise.all([
      findStock(ports, params.sku),
      isAdmin(caller) || isPublished(params.sku),
    ]);
    if (!stock || !isShown) return notFound();
    return isAdmin(caller)
      ? reply(200, presentStock(stock), { etag: entityTag(stock.adminVersion) })
      : reply(200, { sku: stock.sku, available: stock.available });
  },

  changeStock: async ({ caller, params: { sku }, body, ifMatch, idempotencyKey: key, requestId }) => {
    const changedBy = userIdOf(caller);
    const { warehouse, reason } = body;
    const request = { sku, warehouse, reason, changedBy, requestId };
    if ('onHand' in body) {
      const change = { kind: 'set', onHand: body.onHand, shards: body.shards } as const;
      const checked = { ...request, change, checkVersion: versionCheck('set', ifMatch) };
      const set = await changeStock(ports, systemClock, checked);
      return set.ok ? answer(set.value) : set;
    }
    if (key === undefined) {
      const detail = 'Required: a key of your choice, the same for each retry.';
      return refuse('request.invalid', detail, {
        errors: [{ pointer: '#/headers/idempotency-key', code: 'required', detail }],
      });
    }
    const idempotency = { caller: changedBy, key, bodyHash: fingerprint({ sku, body }) };
    const change = { kind: 'adjusted', by: body.adjustBy, idempotency } as const;
    const checked = { ...request, change, checkVersion: versionCheck('adjusted', ifMatch) };
    const adjusted = await changeStock(ports, systemClock, checked);
    return adjusted.ok ? answer(adjusted.value) : adjusted;
  },

  listMovements: async ({ params, query }) => {
    const stock = await findStock(ports, params.sku);
    if (!stock) return notFound();
    const page = await ports.listMovements(params.sku, query.limit, query.cursor, stock.spread.length);
    return reply(200, { ...page, items: page.items.map(presentMovement) });
  },
});

function answer({ stock, replayed }: { stock: Stock; replayed: boolean }) {
  const headers = { etag: entityTag(stock.adminVersion), ...(replayed ? { 'idempotent-replayed': 'true' } : {}) };
  return reply(200, presentStock(stock), headers);
}
