import { productImportRequested } from '../../events/catalog/product-import-requested.v1.ts';
import { API_TIMEOUT_SECONDS, defineDomain } from '../manifest.ts';
import { knowCurrency } from '../rights.ts';
import { catalogContract } from './contract/index.ts';

export const catalog = defineDomain({
  name: 'catalog',
  level: 1,
  contract: catalogContract,
  table: { indexes: ['gsi1'] },
  functions: {
    api: {
      table: 'write',
      reads: [
        {
          domain: 'inventory',
          upwards: 'GET /products/{id}?include=stock returns all data of a product page in one round trip.',
        },
      ],
      rights: [knowCurrency],
    },
    import: { table: 'write', memoryMb: 1024, timeoutSeconds: API_TIMEOUT_SECONDS },
    events: {
      table: 'write',
      consumes: [productImportRequested],
      // A file that kills its run takes no other import with it.
      batchSize: 1,
      rights: [knowCurrency],
      memoryMb: 1024,
      timeoutSeconds: 60,
    },
  },
});
