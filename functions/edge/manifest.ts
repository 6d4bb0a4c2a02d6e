import { defineDomain } from '../manifest.ts';
import { edgeContract } from './contract/index.ts';

/** The API's health, its description, and the answer to requests that no route matches. */
export const edge = defineDomain({
  name: 'edge',
  level: 9,
  contract: edgeContract,
  functions: { api: { fallback: true } },
});
