import { randomUUID } from 'node:crypto';
import { shop } from '../../functions/index.ts';
import { API_PREFIX, type Route, routeKey, routesOf } from '../../shared/http/contract.ts';
import { type Answer, call, codeFor } from '../e2e/shop.ts';
import { type Probe, WHO, type World } from './answers.ts';
import { deviations, type Operation } from './document.ts';
import { EXPECTATIONS } from './expectations.ts';
import { claimsOf } from './forgeries.ts';
import { isFit, meant } from './hostile-texts.ts';
import { blamed, type Filled, filled, type Schema, valueAt } from './text-slots.ts';

/** A request with the credentials of somebody who may send it. */
export interface ValidRequest extends Probe {
  readonly headers: Readonly<Record<string, string>>;
}

/** Of the caller with most rights on a route; of anybody, if the route refuses all. */
export async function validRequest(world: World, key: string): Promise<ValidRequest> {
  const [row] = EXPECTATIONS[key] ?? [];
  if (!row) throw new Error(`${key} has no expectation.`);
  const who = WHO.findLast((one) => row.answers[one] < 300) ?? 'nobody';
  const { credentials, headers, ...probe } = await row.request(world, who);
  return { ...probe, headers: { ...world.people[who].headers, ...credentials, ...headers } };
}

/** Lists the faults of an answer, whatever was sent. */
export const flawsOf = (operation: Operation, answer: Answer): string[] => [
  ...(answer.status >= 500 || answer.status === 429 ? [`${operation.key} answers ${answer.status}`] : []),
  ...deviations(operation, answer),
];

export const pointersOf = ({ body }: Answer): readonly string[] =>
  (body?.errors ?? []).map(({ pointer }: { pointer: string }) => pointer);

/** The example with most members; what must be the request's own is so, e.g. an email or a SKU. */
function fullBody(own: object, examples: readonly unknown[]): object {
  const [full] = (examples as object[]).toSorted((a, b) => JSON.stringify(b).length - JSON.stringify(a).length);
  if (!full) return own;
  const known = Object.entries(own).filter(([name]) => Object.hasOwn(full, name));
  return JSON.parse(JSON.stringify({ ...full, ...Object.fromEntries(known) }), (name, value) =>
    name === 'sku' && !Object.values(own).includes(value) ? `T-${randomUUID()}` : value,
  );
}

/** The members that nobody is ever shown, so that no test can read them back. */
const UNSHOWN = /\/(?:password|currentPassword|newPassword|refreshToken|paymentMethod)$/;

/**
 * The route → a body that has the text at the same pointer. For texts that neither the answer nor
 * its address shows.
 */
const SHOWN_ELSEWHERE: Readonly<Record<string, (request: ValidRequest, sent: Sent) => Promise<unknown>>> = {
  'PUT /v1/inventory/{sku}': async ({ path, headers }) =>
    (await call('GET', `${path}/movements?limit=1`, { headers })).body.items[0],
  'POST /v1/users/register': async (_, { email, password }) => {
    await call('POST', '/users/confirm', { body: { email, code: await codeFor(email) } });
    const { body: tokens } = await call('POST', '/users/login', { body: { email, password } });
    const headers = { authorization: `Bearer ${tokens.accessToken}` };
    return (await call('GET', `/users/${claimsOf(tokens.accessToken).sub}`, { headers })).body;
  },
};

// biome-ignore lint/suspicious/noExplicitAny: of any route.
type Sent = any;

const readable = new Set(
  routesOf(shop.contracts).flatMap(({ route }) => (route.method === 'GET' ? [route.path as string] : [])),
);

/** The texts that an accepted body had, and that are not shown as they should be. */
async function lostFrom(
  route: Route,
  request: ValidRequest,
  answer: Answer,
  { body, pointers }: Filled,
  text: string,
): Promise<string[]> {
  const { path, headers } = request;
  const place = answer.headers.get('location')?.slice(API_PREFIX.length) ?? (readable.has(route.path) && path);
  const shown = [
    answer.body,
    place && (await call('GET', place, { headers })).body,
    await SHOWN_ELSEWHERE[routeKey(route)]?.(request, body),
  ];
  return pointers.flatMap((pointer) => {
    const values = shown.map((one) => valueAt(one, pointer, meant)).filter((value) => value !== undefined);
    if (values.length === 0) return UNSHOWN.test(pointer) ? [] : [`${pointer} is not shown`];
    if (!isFit(text)) return [`${pointer} takes it`];
    const changed = values.filter((value) => meant(String(value)) !== meant(text));
    return changed.map((value) => `${pointer} is ${JSON.stringify(value)}`);
  });
}

/** Sends bodies of JSON to a route, as somebody who may. */
export function bodySweep(world: World, route: Route, operation: Operation) {
  const schema = operation.bodySchema as Schema;
  let next: { readonly request: ValidRequest; readonly body: object } | undefined;

  const prepared = async () => {
    if (!next) {
      const request = await validRequest(world, routeKey(route));
      next = { request, body: fullBody(request.body as object, Object.values(route.examples ?? {})) };
    }
    return next;
  };

  async function send(body: unknown): Promise<Answer> {
    const { path, headers } = (await prepared()).request;
    const answer = await call(route.method, path, { body, headers: { ...headers } });
    const canBeRepeated = route.method === 'PUT' && headers['idempotency-key'] === undefined;
    if (answer.status < 300 && !canBeRepeated) next = undefined;
    return answer;
  }

  async function flawsWithout(kept: ReadonlySet<string>, text: string): Promise<string[]> {
    const { request, body: valid } = await prepared();
    const sent = filled(schema, valid, text, kept);
    const { body, pointers } = sent;
    if (pointers.length === 0) return [];
    const answer = await send(body);
    const flaws = flawsOf(operation, answer);
    if (flaws.length > 0) return flaws.map((flaw) => `${flaw} for ${pointers}`);
    if (answer.status < 300) return lostFrom(route, request, answer, sent, text);
    const refused = pointersOf(answer).map((pointer) => ({ pointer, places: blamed(pointer, pointers, kept) }));
    const unclear = refused.filter(({ places }) => places.length === 0).map(({ pointer }) => pointer);
    if (unclear.length > 0) return [`${answer.status} names ${unclear}, but the texts were in ${pointers}`];
    if (refused.length > 0) return flawsWithout(new Set([...kept, ...refused.flatMap(({ places }) => places)]), text);
    // The use case refused the whole, such as a wrong password: then each text is tried alone. Such
    // tries are counted, so the next one is of another account.
    next = undefined;
    if (pointers.length === 1) return [];
    const each: string[] = [];
    for (const pointer of pointers) {
      const others = pointers.filter((other) => other !== pointer);
      each.push(...(await flawsWithout(new Set([...kept, ...others]), text)));
    }
    return each;
  }

  return {
    /** The answer to the body without a hostile text. */
    sendValid: async (): Promise<Answer> => send((await prepared()).body),
    /** Lists the faults after the text was sent in all places, without those that refuse it. */
    flawsWith: (text: string): Promise<string[]> => flawsWithout(new Set(), text),
  };
}
