import type { RequestHeader, ResponseHeader, Route } from '../../shared/http/contract.ts';

/** Every header of the API: its meaning, and whether an operation has it. */

interface HeaderText {
  readonly description: string;
  readonly schema: Readonly<Record<string, unknown>>;
}

type Presence = 'required' | 'optional';

const text = { type: 'string' };

/** The headers that handlers read, and those that the HTTP layer reads. */
type AnyRequestHeader = RequestHeader | 'If-Match' | 'Idempotency-Key' | 'X-Api-Key';

const REQUEST_HEADERS: Readonly<Record<AnyRequestHeader, HeaderText>> = {
  'If-Match': {
    description:
      'The ETag of the version that the change is based on, such as `"3"` or `W/"3"`, or `*` for any version.',
    schema: text,
  },
  'Idempotency-Key': {
    description: 'A key of your choice, the same for each retry. 1 to 255 visible ASCII characters.',
    schema: { type: 'string', minLength: 1, maxLength: 255 },
  },
  'X-Api-Key': { description: "A partner's key, which raises the limits of its program.", schema: text },
  'X-Cart-Token': { description: 'The token of a guest cart, from `POST /v1/carts`.', schema: text },
  Prefer: {
    description: 'RFC 7240. `wait=10` waits up to so many seconds for the order to end; 15 at most.',
    schema: text,
  },
  'Stripe-Signature': { description: "Stripe's signature of the body.", schema: text },
};

/** The headers that handlers send, and those that the HTTP layer and API Gateway send. */
export type AnyResponseHeader = ResponseHeader | 'Apigw-Requestid' | 'Retry-After' | 'WWW-Authenticate' | 'Allow';

const RESPONSE_HEADERS: Readonly<Record<AnyResponseHeader, HeaderText>> = {
  'Apigw-Requestid': { description: 'The id of the request, for questions to support.', schema: text },
  ETag: {
    description: 'The version of the answered resource, in quotes. A change sends it as `If-Match`.',
    schema: text,
  },
  Location: { description: 'The path of the new resource.', schema: text },
  Link: { description: 'RFC 8288. The next page, as `<path>; rel="next"`; the last page has none.', schema: text },
  'Content-Disposition': { description: 'The name for a file.', schema: text },
  'Idempotent-Replayed': {
    description: '`true` when an earlier request did the work, and this one only answers it.',
    schema: { type: 'string', enum: ['true'] },
  },
  'Preference-Applied': { description: 'RFC 7240. The `wait` that was applied.', schema: text },
  'Retry-After': { description: 'Seconds after which the request may be repeated.', schema: { type: 'integer' } },
  'WWW-Authenticate': { description: 'RFC 9110. How to sign in: `Bearer`.', schema: text },
  Allow: { description: 'The methods that the path has.', schema: text },
};

const componentName = (name: string, presence: Presence): string =>
  `${presence === 'optional' ? 'Optional' : ''}${name.replaceAll('-', '')}`;

/**
 * The request headers of a route. `X-Cart-Token` and `Authorization` of a route for guests or users
 * are its security instead.
 */
function requestHeadersOf(route: Route): [AnyRequestHeader, Presence][] {
  const found: [AnyRequestHeader, Presence | undefined][] = [
    ['If-Match', route.ifMatch],
    ['Idempotency-Key', route.idempotencyKey],
    ['X-Api-Key', route.throttles && 'optional'],
    ...(Object.entries(route.requestHeaders ?? {}) as [RequestHeader, Presence][]),
  ];
  return found.flatMap(([name, presence]) => (presence ? [[name, presence]] : []));
}

export const headerParameters = (route: Route): { $ref: string }[] =>
  requestHeadersOf(route).map(([name, presence]) => ({
    $ref: `#/components/parameters/${componentName(name, presence)}`,
  }));

export const headerRefs = (headers: Readonly<Partial<Record<AnyResponseHeader, Presence>>>) =>
  Object.fromEntries(
    Object.entries(headers).map(([name, presence]) => [
      name,
      { $ref: `#/components/headers/${componentName(name, presence)}` },
    ]),
  );

/** The headers of each success of a route. */
export const successHeaders = (route: Route) =>
  headerRefs({
    'Apigw-Requestid': 'required',
    ...Object.fromEntries(
      Object.entries(route.responseHeaders ?? {}).map(([name, when]) => [
        name,
        when === 'always' ? 'required' : 'optional',
      ]),
    ),
  });

const both = <Name extends string>(texts: Readonly<Record<Name, HeaderText>>) =>
  (Object.entries(texts) as [Name, HeaderText][]).flatMap(([name, header]) =>
    (['required', 'optional'] as const).map((presence) => ({ name, presence, header })),
  );

/** All that operations may refer to; the document keeps what one does refer to. */
export const headerComponents = {
  parameters: Object.fromEntries(
    both(REQUEST_HEADERS).map(({ name, presence, header }) => [
      componentName(name, presence),
      { name, in: 'header', required: presence === 'required', ...header },
    ]),
  ),
  headers: Object.fromEntries(
    both(RESPONSE_HEADERS).map(({ name, presence, header }) => [
      componentName(name, presence),
      { required: presence === 'required', ...header },
    ]),
  ),
};
