import { domainTable } from '../../../shared/dynamodb/domain-table.ts';
import { createConsumer } from '../../../shared/messaging/consumer.ts';
import { reviews } from '../manifest.ts';
import { reviewStore } from '../store/review-store.ts';
import { eraseReviews } from '../use-cases/erase-reviews.ts';

const store = reviewStore(domainTable('reviews'));

export const handler = createConsumer(reviews.functions.events, {
  'UserErased.v1': ({ data }) => eraseReviews(store, data.userId),
});
