import { defineDomain } from '../manifest.ts';
import { edgeContract } from './contract/index.ts';

/** What the API says of itself: its health, its description, and the answer to whatever no route matches. */
export const edge = defineDomain({
  name: 'edge',
  level: 9,
  contract: edgeContract,
  functions: { api: { fallback: true } },
});
