import { domainSessionMarks, domainTable } from '../../../shared/dynamodb/domain-table.ts';
import { createApi } from '../../../shared/http/api.ts';
import { requireUser } from '../../../shared/http/caller.ts';
import { answer, reply } from '../../../shared/http/reply.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { catalogQueries } from '../../catalog/queries.ts';
import { reviewsContract } from '../contract/index.ts';
import type { Review } from '../domain/review.ts';
import { reviewStore } from '../store/review-store.ts';
import { writeReview } from '../use-cases/write-review.ts';

const store = reviewStore(domainTable('reviews'));
const { getSellables } = catalogQueries(domainTable('catalog'));

/** The author of a review is not public. */
const shown = ({ userId: _, text, ...review }: Review) => ({
  ...review,
  ...(text === undefined ? {} : { text }),
});

export const handler = createApi(
  reviewsContract,
  'api',
  {
    writeReview: ({ caller, body, requestId }) => {
      const { userId } = requireUser(caller);
      const written = writeReview({ store, getSellables }, systemClock, { ...body, userId, requestId });
      return answer(written, (review) => reply(200, shown(review)));
    },

    listReviews: async ({ params, query }) => {
      const page = await store.list(params.sku, query.limit, query.cursor);
      return reply(200, { ...page, items: page.items.map(shown) });
    },
  },
  { sessions: domainSessionMarks('sessions') },
);
