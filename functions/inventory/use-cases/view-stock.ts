import { ok, type Refusal, type Result, refuse } from '../../../shared/kernel/result.ts';
import type { Stock } from '../domain/stock.ts';
import { type FindStockPorts, findStock } from './find-stock.ts';

export interface ViewStockPorts extends FindStockPorts {
  /** The status of the product that is sold under this SKU. */
  getProductStatus(sku: string): Promise<'draft' | 'active' | 'archived' | undefined>;
}

export const noSuchStock = () => refuse('request.not_found', 'Nothing is sold under this SKU.');

/** Finds the stock of a SKU. Drafts are not public, and neither is their stock. */
export async function viewStock(
  ports: ViewStockPorts,
  { sku, isAdmin }: { readonly sku: string; readonly isAdmin: boolean },
): Promise<Result<Stock, Refusal<'request.not_found'>>> {
  const [stock, isShown] = await Promise.all([findStock(ports, sku), isAdmin || isPublished(ports, sku)]);
  return stock && isShown ? ok(stock) : noSuchStock();
}

async function isPublished({ getProductStatus }: ViewStockPorts, sku: string): Promise<boolean> {
  const status = await getProductStatus(sku);
  return status !== undefined && status !== 'draft';
}
