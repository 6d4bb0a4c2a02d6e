import type { InvocationResult } from '../cloud.ts';
import { AwsError } from '../services/aws-error.ts';

/**
 * Lambda's limits for payloads, in bytes of JSON. The answer's is 100 bytes above that of the
 * request, as the error that names it says.
 *
 * Sources: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html,
 * https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
 */
export const MAX_REQUEST_BYTES = 6_291_456;
const MAX_ANSWER_BYTES = 6_291_556;
const MAX_EVENT_BYTES = 1_048_576;

/** The error for a synchronous request over the limit, which does not run. */
export function refusalOf(event: string): InvocationResult | undefined {
  const bytes = Buffer.byteLength(event);
  if (bytes <= MAX_REQUEST_BYTES) return undefined;
  const errorMessage = tooLarge(bytes, 'RequestResponse', MAX_REQUEST_BYTES);
  return { ok: false, errorType: 'Lambda.RequestTooLargeException', errorMessage };
}

/** Throws for an asynchronous request over the limit, which is not accepted. */
export function requireEventSize(payload: unknown): void {
  const bytes = Buffer.byteLength(JSON.stringify(payload) ?? 'null');
  if (bytes <= MAX_EVENT_BYTES) return;
  throw new AwsError('RequestTooLargeException', tooLarge(bytes, 'Event', MAX_EVENT_BYTES), 413);
}

/** The handler's result. One over the limit is an error, after the handler has done its work. */
export function answerOf(result: string): InvocationResult {
  if (Buffer.byteLength(result) <= MAX_ANSWER_BYTES) return { ok: true, payload: JSON.parse(result) };
  return {
    ok: false,
    errorType: 'Function.ResponseSizeTooLarge',
    errorMessage: `Response payload size exceeded maximum allowed payload size (${MAX_ANSWER_BYTES} bytes).`,
  };
}

const tooLarge = (bytes: number, invocation: 'RequestResponse' | 'Event', limit: number): string =>
  `${bytes} byte payload is too large for the ${invocation} invocation type (limit ${limit} bytes)`;
