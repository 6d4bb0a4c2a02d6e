import type { Key } from '../../../shared/dynamodb/actions.ts';

/** The key table is in the domain's README. */
export const reviewsOf = (sku: string) => ({ pk: `sku#${sku}`, skPrefix: 'review#' });

export const reviewKey = (sku: string, userId: string): Key => ({
  pk: `sku#${sku}`,
  sk: `review#${userId}`,
});

export const eventKey = (sku: string, eventId: string): Key => ({
  pk: `sku#${sku}`,
  sk: `event#${eventId}`,
});

export const ofUser = (userId: string): string => `user#${userId}`;
