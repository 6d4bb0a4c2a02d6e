import { inventoryChanged } from './inventory-changed.v1.ts';

export const inventoryEvents = [inventoryChanged] as const;
