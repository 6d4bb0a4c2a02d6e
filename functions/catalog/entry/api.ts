import { domainSessionMarks } from '../../../shared/dynamodb/domain-table.ts';
import { createApi } from '../../../shared/http/api.ts';
import { catalogContract } from '../contract/index.ts';
import { categories } from './api/categories.ts';
import { products } from './api/products.ts';

export const handler = createApi(
  catalogContract,
  'api',
  { ...products, ...categories },
  { sessions: domainSessionMarks('sessions') },
);
