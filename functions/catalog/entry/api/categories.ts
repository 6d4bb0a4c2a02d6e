import type { Handlers } from '../../../../shared/http/api.ts';
import { idempotencyOf } from '../../../../shared/http/idempotency.ts';
import { basedOn } from '../../../../shared/http/precondition.ts';
import { answer, created, current, noContent, reply } from '../../../../shared/http/reply.ts';
import { systemClock } from '../../../../shared/kernel/clock.ts';
import type { catalogContract } from '../../contract/index.ts';
import { listCategoryProducts } from '../../use-cases/list-category-products.ts';
import { createCategory, deleteCategory, getCategory, updateCategory } from '../../use-cases/manage-categories.ts';
import { ports } from './ports.ts';

type CategoryRoute = 'listCategories' | 'getCategory' | 'listCategoryProducts' | CategoryChange;
type CategoryChange = 'createCategory' | 'updateCategory' | 'deleteCategory';

export const categories: Pick<Handlers<typeof catalogContract, 'api'>, CategoryRoute> = {
  listCategories: async ({ query }) => reply(200, await ports.categories.list(query)),

  getCategory: ({ params }) => answer(getCategory(ports.categories, params.id), current),

  listCategoryProducts: ({ params, query }) =>
    answer(listCategoryProducts(ports, params.id, query), (page) => reply(200, page)),

  createCategory: ({ caller, body, idempotencyKey }) => {
    const request = idempotencyOf({ caller, idempotencyKey }, { category: body });
    return answer(createCategory(ports.categories, systemClock, body, request), (made) =>
      created(made, `/v1/categories/${made.id}`),
    );
  },

  updateCategory: ({ params, body: details, ifMatch }) => {
    const change = { categoryId: params.id, checkVersion: basedOn(ifMatch), details };
    return answer(updateCategory(ports.categories, systemClock, change), current);
  },

  deleteCategory: ({ params, ifMatch }) => {
    const change = { categoryId: params.id, checkVersion: basedOn(ifMatch) };
    return answer(deleteCategory(ports.categories, systemClock, change), noContent);
  },
};
