import { defineDomain } from '../manifest.ts';
import { partnersContract } from './contract/index.ts';

export const partners = defineDomain({
  name: 'partners',
  level: 0,
  contract: partnersContract,
  table: {},
  functions: { api: { table: 'write' } },
});
