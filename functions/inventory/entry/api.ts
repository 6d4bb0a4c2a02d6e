import { domainSessionMarks, domainTable } from '../../../shared/dynamodb/domain-table.ts';
import { createApi } from '../../../shared/http/api.ts';
import { isAdmin, requireUser } from '../../../shared/http/caller.ts';
import { basedOn, tagged } from '../../../shared/http/precondition.ts';
import { answer, current, idempotentReplayed, reply } from '../../../shared/http/reply.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { fingerprint } from '../../../shared/runtime/fingerprint.ts';
import { catalogQueries } from '../../catalog/queries.ts';
import { inventoryContract } from '../contract/index.ts';
import { stockStore } from '../store/stock-store.ts';
import { changeStock } from '../use-cases/change-stock.ts';
import { listMovements } from '../use-cases/list-movements.ts';
import { viewStock } from '../use-cases/view-stock.ts';
import { needsVersion, wantedChange } from '../use-cases/wanted-change.ts';
import { presentAvailability, presentMovement, presentStock } from './api/present.ts';

const catalog = catalogQueries(domainTable('catalog'));
const getProductStatus = async (sku: string) => (await catalog.getSellables([sku])).get(sku)?.status;

const ports = {
  ...stockStore(domainTable('inventory')),
  isSold: async (sku: string) => (await getProductStatus(sku)) !== undefined,
  getProductStatus,
};

export const handler = createApi(
  inventoryContract,
  'api',
  {
    getStock: ({ caller, params: { sku } }) =>
      answer(viewStock(ports, { sku, isAdmin: isAdmin(caller) }), (stock) =>
        isAdmin(caller) ? current(presentStock(stock)) : reply(200, presentAvailability(stock)),
      ),

    changeStock: async ({ caller, params: { sku }, body, ifMatch, idempotencyKey: key, requestId }) => {
      const { userId: changedBy } = requireUser(caller);
      const wanted = wantedChange(body, { caller: changedBy, key, bodyHash: fingerprint({ sku, body }) });
      if (!wanted.ok) return wanted;
      const { warehouse, reason } = body;
      const checkVersion = basedOn(ifMatch, (version) => needsVersion(wanted.value, version));
      const request = { sku, warehouse, reason, change: wanted.value, changedBy, requestId, checkVersion };
      return answer(changeStock(ports, systemClock, request), ({ stock, replayed }) => {
        const shown = presentStock(stock);
        return reply(200, shown, { ...tagged(shown), ...idempotentReplayed(replayed) });
      });
    },

    listMovements: ({ params, query }) =>
      answer(listMovements(ports, { sku: params.sku, ...query }), (page) =>
        reply(200, { ...page, items: page.items.map(presentMovement) }),
      ),
  },
  { sessions: domainSessionMarks('sessions') },
);
