import type { EventDefinition } from '../shared/messaging/event.ts';
import { machines } from '../state-machines/index.ts';
import { functionsOf } from '../state-machines/ways.ts';
import { cart } from './cart/manifest.ts';
import { catalog } from './catalog/manifest.ts';
import { checkout } from './checkout/manifest.ts';
import { edge } from './edge/manifest.ts';
import { inventory } from './inventory/manifest.ts';
import { notifications } from './notifications/manifest.ts';
import { orders } from './orders/manifest.ts';
import { partners } from './partners/manifest.ts';
import { payments } from './payments/manifest.ts';
import { sessions } from './sessions/manifest.ts';
import { type ShopFunction, shopOf } from './shop.ts';
import { throttles } from './throttles/manifest.ts';
import { users } from './users/manifest.ts';

/**
 * The shop: every domain, once. Routes, tables, functions and rights derive from their manifests.
 */
export const shop = shopOf(
  [
    // Without functions of their own.
    ...[throttles, sessions],
    ...[catalog, inventory, cart, orders, checkout, payments, users, notifications, partners, edge],
  ],
  Object.values(machines).flatMap(functionsOf),
);

/** A function by its full name, e.g. `cart-api`. */
export function functionNamed(name: string): ShopFunction {
  const found = shop.functions.find((each) => each.name === name);
  if (!found) throw new Error(`No manifest has the function ${name}.`);
  return found;
}

/** The domains that consume an event, by name. */
export const domainsThatConsume = (event: EventDefinition): string[] => [
  ...new Set(shop.functions.filter(({ consumes }) => consumes?.includes(event)).map(({ domain }) => domain)),
];
