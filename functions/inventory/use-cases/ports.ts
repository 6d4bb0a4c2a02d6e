import type { InventoryChanged } from '../../../events/inventory/inventory-changed.v1.ts';
import type { Hold } from '../domain/hold.ts';
import type { HoldState } from '../domain/values.ts';

export interface ChangeHoldPorts {
  getHold(orderId: string): Promise<Hold | undefined>;
  /**
   * Saves the hold's next state with its movements.
   *
   * @returns false when its state is no longer `from`.
   */
  changeHold(hold: Hold, from: HoldState, movements: readonly InventoryChanged[]): Promise<boolean>;
}
