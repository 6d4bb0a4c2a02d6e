import type { Edit } from './checkout.ts';

/** The edits that an addition to the shop takes by hand, beside new folders. */

const REVIEWS = 'functions/reviews';

/** The example domain, once its folders are there. */
export const DOMAIN: readonly Edit[] = [
  {
    path: 'functions/index.ts',
    before: "import { sessions } from './sessions/manifest.ts';",
    after: "import { reviews } from './reviews/manifest.ts';\nimport { sessions } from './sessions/manifest.ts';",
  },
  { path: 'functions/index.ts', before: ', edge],', after: ', edge, reviews],' },
  {
    path: 'tests/contract/expectations.ts',
    before: "import { USER_EXPECTATIONS } from './expectations-users.ts';",
    after:
      "import { REVIEW_EXPECTATIONS } from './expectations-reviews.ts';\nimport { USER_EXPECTATIONS } from './expectations-users.ts';",
  },
  {
    path: 'tests/contract/expectations.ts',
    before: '  ...USER_EXPECTATIONS,',
    after: '  ...REVIEW_EXPECTATIONS,\n  ...USER_EXPECTATIONS,',
  },
];

/** A route, as far as its contract. */
export const ROUTE: readonly Edit[] = [
  {
    path: `${REVIEWS}/contract/index.ts`,
    before: '    listReviews: {',
    after: `    removeReview: {
      method: 'DELETE',
      path: '/reviews/{sku}',
      access: ['customer'],
      summary: "Removes the caller's review of a product",
      params: bySku,
      responses: { 204: null },
    },
    listReviews: {`,
  },
];

/** The rest of the route: its handler and its row in the access matrix. */
export const ROUTE_HANDLER: readonly Edit[] = [
  {
    path: `${REVIEWS}/entry/api.ts`,
    before: '    listReviews: async',
    after: `    removeReview: async ({ caller, params }) =>
      (await store.remove(params.sku, requireUser(caller).userId)) ? noContent() : noSuch('review'),

    listReviews: async`,
  },
  {
    path: `${REVIEWS}/entry/api.ts`,
    before:
      "import { answer, reply } from '../../../shared/http/reply.ts';\nimport { systemClock } from '../../../shared/kernel/clock.ts';",
    after:
      "import { answer, noContent, reply } from '../../../shared/http/reply.ts';\nimport { systemClock } from '../../../shared/kernel/clock.ts';\nimport { noSuch } from '../../../shared/kernel/refusals.ts';",
  },
  {
    path: 'tests/contract/expectations-reviews.ts',
    before: "  'GET /v1/reviews/{sku}': [",
    after: `  'DELETE /v1/reviews/{sku}': [
    {
      of: 'a product that the customer alone has reviewed',
      request: async ({ aProductOf, people }) => {
        const { body } = await call('GET', \`/products/\${await aProductOf('seller')}\`);
        await call('POST', '/reviews', { headers: people.customer.headers, body: { sku: body.sku, rating: 1 } });
        return { path: \`/reviews/\${body.sku}\` };
      },
      answers: { ...everyone(404), nobody: 401, guest: 401, customer: 204 },
    },
  ],
  'GET /v1/reviews/{sku}': [`,
  },
  {
    path: 'tests/contract/expectations-reviews.ts',
    before: 'import { type Expectation',
    after: "import { call } from '../e2e/shop.ts';\nimport { type Expectation",
  },
];

/** An event, as far as its definition and its consumer's manifest. */
export const EVENT: readonly Edit[] = [
  {
    path: 'events/users/user-banned.v1.ts',
    after: `import * as z from 'zod';
import { defineEvent } from '../../shared/messaging/event.ts';

/** An admin has banned a user. */
export const userBanned = defineEvent({
  domain: 'users',
  name: 'UserBanned',
  version: 1,
  aggregateType: 'user',
  data: z.strictObject({ userId: z.string().max(256) }),
  sample: { userId: '0c2f7f6e-5d6b-4c58-9a1e-2f6f3a1f6d10' },
});
`,
  },
  {
    path: `${REVIEWS}/manifest.ts`,
    before: 'import { userErased }',
    after: "import { userBanned } from '../../events/users/user-banned.v1.ts';\nimport { userErased }",
  },
  { path: `${REVIEWS}/manifest.ts`, before: '[userErased]', after: '[userErased, userBanned]' },
];

/** The rest of it: the consumer's handler. */
export const EVENT_HANDLER: readonly Edit[] = [
  {
    path: `${REVIEWS}/entry/events.ts`,
    before: "  'UserErased.v1'",
    after: "  'UserBanned.v1': ({ data }) => eraseReviews(store, data.userId),\n  'UserErased.v1'",
  },
];

/** A read of a higher level, without a reason. */
export const READ_UPWARDS: readonly Edit[] = [
  { path: `${REVIEWS}/manifest.ts`, before: "reads: ['catalog']", after: "reads: ['catalog', 'orders']" },
];
