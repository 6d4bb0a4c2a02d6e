import type { Contract } from '../shared/http/contract.ts';
import { cartContract } from './cart/contract/index.ts';
import { catalogContract } from './catalog/contract/index.ts';
import { inventoryContract } from './inventory/contract/index.ts';
import { ordersContract } from './orders/contract/index.ts';
import { paymentsContract } from './payments/contract/index.ts';
import { platformContract } from './platform/contract/index.ts';
import { usersContract } from './users/contract/index.ts';

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
