import type { PageRequest } from '../../domain/ports.ts';

const PAGE_SIZE = 20;

/** The page that a query asks for. */
export const pageOf = (query: {
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
}): PageRequest => ({ limit: query.limit ?? PAGE_SIZE, cursor: query.cursor });
