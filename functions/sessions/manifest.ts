import { defineDomain } from '../manifest.ts';

/**
 * Owns only the marks of sessions that ended. `shared/http/authentication.ts` reads them, in the
 * functions that serve more than the public.
 */
export const sessions = defineDomain({ name: 'sessions', level: 0, table: {}, functions: {} });
