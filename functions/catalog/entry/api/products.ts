import type { Handlers } from '../../../../shared/http/api.ts';
import { type Caller, isAdmin } from '../../../../shared/http/caller.ts';
import { idempotencyOf } from '../../../../shared/http/idempotency.ts';
import { basedOn, tagged } from '../../../../shared/http/precondition.ts';
import { answer, created, current, reply } from '../../../../shared/http/reply.ts';
import { systemClock } from '../../../../shared/kernel/clock.ts';
import type { catalogContract } from '../../contract/index.ts';
import { sellerIdOf, type Viewer } from '../../domain/product.ts';
import { archiveProduct, updateProduct } from '../../use-cases/change-product.ts';
import { createProduct } from '../../use-cases/create-product.ts';
import { listProducts } from '../../use-cases/read-products.ts';
import { showProduct } from '../../use-cases/show-product.ts';
import { currency, ports } from './ports.ts';

type ProductRoute = 'listProducts' | 'getProduct' | 'createProduct' | 'updateProduct' | 'archiveProduct';

const viewerOf = (caller: Caller): Viewer => ({
  isAdmin: isAdmin(caller),
  userId: caller.kind === 'user' ? caller.userId : undefined,
});

export const products: Pick<Handlers<typeof catalogContract, 'api'>, ProductRoute> = {
  listProducts: ({ caller, query }) => {
    const { status, category, seller, limit, cursor } = query;
    const wanted = { viewer: viewerOf(caller), status, category, seller, limit, cursor };
    return answer(listProducts(ports, wanted), (page) => reply(200, page));
  },

  getProduct: ({ caller, params: { id }, query }) => {
    const wanted = { id, viewer: viewerOf(caller), withStock: query.include?.includes('stock') ?? false };
    return answer(showProduct(ports, wanted), (product) => reply(200, product, tagged(product)));
  },

  createProduct: ({ caller, body: details, requestId, idempotencyKey }) => {
    const request = idempotencyOf({ caller, idempotencyKey }, { product: details });
    const product = { details, sellerId: sellerIdOf(viewerOf(caller)), currency, requestId, request };
    return answer(createProduct(ports.products, systemClock, product), (made) =>
      created(made, `/v1/products/${made.id}`),
    );
  },

  updateProduct: ({ caller, params, body: details, ifMatch, requestId }) => {
    const where = { productId: params.id, caller: viewerOf(caller), checkVersion: basedOn(ifMatch), requestId };
    return answer(updateProduct(ports.products, systemClock, { ...where, details, currency }), current);
  },

  archiveProduct: ({ caller, params, ifMatch, requestId }) => {
    const where = { productId: params.id, caller: viewerOf(caller), checkVersion: basedOn(ifMatch), requestId };
    return answer(archiveProduct(ports.products, systemClock, where), current);
  },
};
