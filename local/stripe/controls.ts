/**
 * The endpoints under `/test/…`, which Stripe does not have: the customer's part in a 3-D Secure
 * challenge, the faults and the webhooks. They need no API key.
 */

import * as z from 'zod';
import { type Api, announced } from './api.ts';
import { close, open } from './disputes.ts';
import { invalidRequest, StripeError } from './errors.ts';
import { authenticate } from './payment-intents.ts';
import { settle } from './refunds.ts';
import { switchesSchema } from './webhooks.ts';

export interface ControlRequest {
  readonly method: string;
  readonly path: string;
  readonly body: string;
  readonly contentType: string | undefined;
}

const outcomeSchema = z.strictObject({ outcome: z.enum(['success', 'failure']) });

const refundSchema = z.strictObject({ outcome: z.enum(['succeeded', 'failed']) });

const disputeSchema = z.strictObject({ outcome: z.enum(['won', 'lost']) });

const endpointSchema = z.strictObject({
  url: z.url({ protocol: /^https?$/ }),
  secret: z.string().min(1),
  enabledEvents: z.array(z.string()).optional(),
});
const resendSchema = z.strictObject({ eventId: z.string() });

/** Returns the status and the JSON body. */
export async function control(
  api: Api,
  request: ControlRequest,
): Promise<{ readonly status: number; readonly body: object }> {
  try {
    return { status: 200, body: await dispatch(api, request) };
  } catch (error) {
    const refusal = error instanceof z.ZodError ? invalidRequest(z.prettifyError(error)) : error;
    if (!(refusal instanceof StripeError)) throw error;
    return { status: refusal.status, body: { error: refusal.body } };
  }
}

async function dispatch(api: Api, request: ControlRequest): Promise<object> {
  const { account, faults, webhooks } = api;
  const { method, path } = request;
  const challenged = /^\/test\/payment_intents\/([^/]+)\/authenticate$/.exec(path)?.[1];
  if (method === 'POST' && challenged) {
    const { outcome } = outcomeSchema.parse(fieldsOf(request));
    const { result, events } = account.execute(() => authenticate(account, challenged, outcome));
    await announced(api, events);
    return result;
  }
  const refunded = /^\/test\/refunds\/([^/]+)\/settle$/.exec(path)?.[1];
  if (method === 'POST' && refunded) {
    const { outcome } = refundSchema.parse(fieldsOf(request));
    const { result, events } = account.execute(() => settle(account, refunded, outcome));
    await announced(api, events);
    return result;
  }
  const disputed = /^\/test\/payment_intents\/([^/]+)\/dispute$/.exec(path)?.[1];
  if (method === 'POST' && disputed) {
    const { result, events } = account.execute(() => open(account, disputed));
    await announced(api, events);
    return result;
  }
  const closed = /^\/test\/disputes\/([^/]+)\/close$/.exec(path)?.[1];
  if (method === 'POST' && closed) {
    const { outcome } = disputeSchema.parse(fieldsOf(request));
    const { result, events } = account.execute(() => close(account, closed, outcome));
    await announced(api, events);
    return result;
  }
  switch (`${method} ${path}`) {
    case 'POST /test/faults': {
      const fault = faults.arm(fieldsOf(request));
      return { ...fault, path: fault.path.source };
    }
    case 'DELETE /test/faults':
      faults.clear();
      return {};
    case 'POST /test/webhook_endpoints': {
      const endpoint = endpointSchema.parse(fieldsOf(request));
      webhooks.register(endpoint);
      return endpoint;
    }
    case 'DELETE /test/webhook_endpoints':
      webhooks.unregisterAll();
      return {};
    case 'POST /test/webhooks':
      return webhooks.configure(switchesSchema.parse(fieldsOf(request)));
    case 'DELETE /test/webhooks':
      return webhooks.configure();
    case 'POST /test/webhooks/send':
      return { deliveries: await webhooks.resend(resendSchema.parse(fieldsOf(request)).eventId) };
    default:
      throw invalidRequest(`Unrecognized request URL (${method}: ${path}).`, { status: 404 });
  }
}

/** The body's fields: JSON, unless the content type says that it is a form. */
function fieldsOf({ body, contentType }: ControlRequest): unknown {
  if (contentType?.startsWith('application/x-www-form-urlencoded'))
    return Object.fromEntries(new URLSearchParams(body));
  try {
    return JSON.parse(body);
  } catch {
    throw invalidRequest('The body is not JSON.');
  }
}
