/** Something that a reconciliation found to be wrong. */
export interface Finding {
  /** E.g. `order_not_ended`; docs/operations.md has a row for each. */
  readonly kind: string;
  /** The id of the order or the erased user. */
  readonly id: string;
  /** Facts for a person: ids, states and numbers; nothing personal. */
  readonly detail: string;
  /** `repaired`: the repair is under way. `open`: a person must look. */
  readonly outcome: 'repaired' | 'open';
}
