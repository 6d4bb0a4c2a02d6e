import type { Page } from '../../../shared/kernel/page.ts';
import { ok, type Refusal, type Result } from '../../../shared/kernel/result.ts';
import { type FindStockPorts, findStock } from './find-stock.ts';
import { noSuchStock } from './view-stock.ts';

export interface ListMovementsPorts<Movement> extends FindStockPorts {
  /** Newest first, over this many shards. */
  listMovements(sku: string, limit: number, cursor: string | undefined, shards: number): Promise<Page<Movement>>;
}

export interface MovementsRequest {
  readonly sku: string;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** The movements of a SKU over all of its shards. */
export async function listMovements<Movement>(
  ports: ListMovementsPorts<Movement>,
  { sku, limit, cursor }: MovementsRequest,
): Promise<Result<Page<Movement>, Refusal<'request.not_found'>>> {
  const stock = await findStock(ports, sku);
  return stock ? ok(await ports.listMovements(sku, limit, cursor, stock.spread.length)) : noSuchStock();
}
