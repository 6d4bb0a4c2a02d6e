import { noStock, type Stock } from '../domain/stock.ts';

export interface FindStockPorts {
  getStock(sku: string): Promise<Stock | undefined>;
  /** Whether the catalog sells something under this SKU. */
  isSold(sku: string): Promise<boolean>;
}

/** Zero levels for a sold SKU without stock; undefined for an unknown SKU. */
export async function findStock(ports: FindStockPorts, sku: string): Promise<Stock | undefined> {
  const stock = await ports.getStock(sku);
  if (stock) return stock;
  return (await ports.isSold(sku)) ? noStock(sku) : undefined;
}
