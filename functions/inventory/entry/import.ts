import { domainSessionMarks, domainTable } from '../../../shared/dynamodb/domain-table.ts';
import { compress } from '../../../shared/files/compress.ts';
import { formatOf } from '../../../shared/files/format.ts';
import { createApi } from '../../../shared/http/api.ts';
import { requireUser } from '../../../shared/http/caller.ts';
import { idempotencyOf } from '../../../shared/http/idempotency.ts';
import { accepted, answer, reply } from '../../../shared/http/reply.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { readImport } from '../../../shared/kernel/import-life.ts';
import { inventoryContract } from '../contract/index.ts';
import { giveUp, type StockImport } from '../domain/stock-import.ts';
import { stockImports } from '../store/stock-imports.ts';
import { listPlannedChanges } from '../use-cases/list-planned-changes.ts';
import { requestStockImport } from '../use-cases/request-stock-import.ts';

const imports = stockImports(domainTable('inventory'));

/** The import as admins see it. */
const presentImport = <I extends StockImport>({ requestedBy: _, ...shown }: I) => shown;

/** Serves imports of stock. It is separate because a large file takes memory and time. */
export const handler = createApi(
  inventoryContract,
  'import',
  {
    importStock: ({ caller, query: { onError = 'stop', dryRun }, headers, rawBody: text, requestId, ...sent }) => {
      const { userId: requestedBy } = requireUser(caller);
      const how = { format: formatOf(headers['content-type']), onError, dryRun };
      const { idempotencyKey } = sent;
      const request = idempotencyOf({ caller, idempotencyKey }, { stock: text, ...how });
      const wanted = { text, ...how, requestedBy, requestId, request };
      return answer(requestStockImport({ imports, compress }, systemClock, wanted), (requested) =>
        accepted(presentImport(requested), `/v1/inventory/imports/${requested.id}`),
      );
    },

    getStockImport: ({ params, query }) =>
      answer(readImport(imports, giveUp, systemClock, params.id, query), ({ found, errors: { items, ...next } }) =>
        reply(200, { ...presentImport(found), errors: items, ...next }),
      ),

    listStockImportChanges: ({ params, query }) =>
      answer(listPlannedChanges(imports, params.id, query), (page) => reply(200, page)),
  },
  { sessions: domainSessionMarks('sessions') },
);
