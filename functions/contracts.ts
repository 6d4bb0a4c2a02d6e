import type { Contract } from '../shared/http/contract.ts';
import { cartContract } from './cart/contract.ts';
import { catalogContract } from './catalog/contract.ts';
import { inventoryContract } from './inventory/contract.ts';
import { ordersContract } from './orders/contract.ts';
import { paymentsContract } from './payments/contract.ts';
import { platformContract } from './platform/contract.ts';
import { usersContract } from './users/contract.ts';

/** Every route of the shop. */
export const contracts: readonly Contract[] = [
  catalogContract,
  cartContract,
  inventoryContract,
  ordersContract,
  paymentsContract,
  usersContract,
  platformContract,
];
