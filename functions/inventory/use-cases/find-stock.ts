import { noStock, type Stock } from '../domain/stock.ts';

export interface FindStockPorts {
  getStock(sku: string): Promise<Stock | undefined>;
  /** Whether the catalog sells something under this SKU. */
  isSold(sku: string): Promise<boolean>;
}

/** The stock of a SKU: nothing of what is sold but was never there, undefined for what is not sold. */
export async function findStock(ports: FindStockPorts, sku: string): Promise<Stock | undefined> {
  const stock = await ports.getStock(sku);
  if (stock) return stock;
  return (await ports.isSold(sku)) ? noStock(sku) : undefined;
}
