/** A page of a list. The last page has no `nextCursor`. */
export interface Page<T> {
  readonly items: T[];
  readonly nextCursor?: string;
}
