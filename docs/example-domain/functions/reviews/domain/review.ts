/** The opinion of one user about one SKU; each user has at most one. */
export interface Review {
  readonly sku: string;
  readonly userId: string;
  readonly rating: number;
  readonly text?: string | undefined;
  readonly writtenAt: string;
}

/** Whether writing this changes nothing, so that a repeated request publishes no second event. */
export const isRepeated = (before: Review | undefined, wanted: Pick<Review, 'rating' | 'text'>): boolean =>
  before !== undefined && before.rating === wanted.rating && before.text === wanted.text;
