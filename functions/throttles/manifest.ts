import { defineDomain } from '../manifest.ts';

/**
 * Owns only the counters. `shared/http/throttle.ts` counts, in the functions whose routes have
 * throttles.
 */
export const throttles = defineDomain({ name: 'throttles', level: 0, table: {}, functions: {} });
