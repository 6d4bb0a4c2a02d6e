import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { admin, call, expectProblem } from './shop.ts';

const create = async (name: string, parentId?: string) => {
  const { status, body } = await call('POST', '/categories', { headers: await admin(), body: { name, parentId } });
  expect(status).toBe(201);
  return body.id as string;
};

const place = async (id: string, parentId?: string) =>
  call('PUT', `/categories/${id}`, {
    headers: { ...(await admin()), 'if-match': '*' },
    body: { name: 'Moved', parentId },
  });

const productIn = async (categoryId: string) => {
  const body = { sku: randomUUID(), title: 'T', price: { amount: 1, currency: 'EUR' }, categoryIds: [categoryId] };
  return (await call('POST', '/products', { headers: await admin(), body })).body.id as string;
};

const idsIn = async (categoryId: string) => {
  const [path, filter] = [`/categories/${categoryId}/products`, `/products?category=${categoryId}`];
  const [own, filtered] = [await call('GET', path), await call('GET', filter)];
  expect(filtered.body).toEqual(own.body);
  return own.body.items.map(({ id }: { id: string }) => id);
};

describe('the category tree', () => {
  it('shows the products of all subcategories, and moves a category with its subtree', async () => {
    const home = await create('Home');
    const kitchen = await create('Kitchen', home);
    const knives = await create('Knives', kitchen);
    const inKnives = await productIn(knives);
    const inHome = await productIn(home);

    expect(await idsIn(home)).toEqual([inHome, inKnives]);
    expect((await place(kitchen)).status).toBe(200);
    expect(await idsIn(home)).toEqual([inHome]);
    expect(await idsIn(kitchen)).toEqual([inKnives]);
  });

  it('refuses cycles, unknown parents, too many levels, and the deletion of a category in use', async () => {
    const top = await create('Top');
    let deepest = top;
    for (let level = 2; level <= 8; level += 1) deepest = await create(`Level ${level}`, deepest);

    expectProblem(await place(top, deepest), 409, 'catalog.category_cycle');
    expectProblem(await place(top, top), 409, 'catalog.category_cycle');
    expectProblem(await place(top, 'cat_unknown'), 422, 'catalog.unknown_category');
    const headers = await admin();
    const tooDeep = await call('POST', '/categories', { headers, body: { name: 'Nine', parentId: deepest } });
    expectProblem(tooDeep, 422, 'catalog.category_too_deep');
    const remove = await call('DELETE', `/categories/${top}`, { headers: { ...headers, 'if-match': '*' } });
    expectProblem(remove, 409, 'catalog.category_not_empty');
  });
});
