import { domainTable } from '../../../shared/dynamodb/domain-table.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { createConsumer } from '../../../shared/messaging/consumer.ts';
import { userActions } from '../../users/actions.ts';
import { reviews } from '../manifest.ts';
import { reviewStore } from '../store/review-store.ts';
import { eraseReviews } from '../use-cases/erase-reviews.ts';

const store = reviewStore(domainTable('reviews'));
const { erasePart } = userActions(domainTable('users'));

export const handler = createConsumer(reviews.functions.events, {
  'UserErased.v1': ({ data: { userId } }) =>
    erasePart({ domain: reviews.name, userId, clock: systemClock }, () => eraseReviews(store, userId)),
});
