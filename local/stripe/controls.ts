/** What is not Stripe's: `/test/…`, the customer's part in a 3-D Secure challenge and the fault switch. Needs no API key. */

import * as z from 'zod';
import type { Account } from './account.ts';
import { invalidRequest, StripeError } from './errors.ts';
import type { Faults } from './faults.ts';
import { authenticate } from './payment-intents.ts';

export interface ControlRequest {
  readonly method: string;
  readonly path: string;
  readonly body: string;
  readonly contentType: string | undefined;
}

const outcomeSchema = z.strictObject({ outcome: z.enum(['success', 'failure']) });

/** Answers the status and the JSON body. */
export function control(
  account: Account,
  faults: Faults,
  request: ControlRequest,
): { readonly status: number; readonly body: object } {
  try {
    return { status: 200, body: dispatch(account, faults, request) };
  } catch (error) {
    const refusal = error instanceof z.ZodError ? invalidRequest(z.prettifyError(error)) : error;
    if (!(refusal instanceof StripeError)) throw error;
    return { status: refusal.status, body: { error: refusal.body } };
  }
}

function dispatch(account: Account, faults: Faults, request: ControlRequest): object {
  const { method, path } = request;
  const challenged = /^\/test\/payment_intents\/([^/]+)\/authenticate$/.exec(path)?.[1];
  if (method === 'POST' && challenged) {
    return authenticate(account, challenged, outcomeSchema.parse(fieldsOf(request)).outcome);
  }
  if (method === 'POST' && path === '/test/faults') {
    const fault = faults.arm(fieldsOf(request));
    return { ...fault, path: fault.path.source };
  }
  if (method === 'DELETE' && path === '/test/faults') {
    faults.clear();
    return {};
  }
  throw invalidRequest(`Unrecognized request URL (${method}: ${path}).`, { status: 404 });
}

/** The body's fields: JSON unless it says that it is a form. */
function fieldsOf({ body, contentType }: ControlRequest): unknown {
  if (contentType?.startsWith('application/x-www-form-urlencoded'))
    return Object.fromEntries(new URLSearchParams(body));
  try {
    return JSON.parse(body);
  } catch {
    throw invalidRequest('The body is not JSON.');
  }
}
