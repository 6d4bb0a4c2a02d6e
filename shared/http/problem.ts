import type { FieldError } from '../kernel/field-error.ts';
import type { Extensions } from '../kernel/result.ts';

/** RFC 9457 problem details. */
export interface Problem {
  /** Stable URI of the problem type: `urn:souk:problem:<code>`. */
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly requestId: string;
  readonly errors?: readonly FieldError[];
  readonly [extension: string]: unknown;
}

/** Refusals of the HTTP layer. A route's own refusals are in its contract. */
export const COMMON_REFUSALS = {
  'request.unauthenticated': 401,
  'request.forbidden': 403,
  'request.mfa_enrolment_required': 403,
  'request.invalid': 400,
  'request.not_found': 404,
  'request.method_not_allowed': 405,
  'request.too_large': 413,
  'request.unsupported_media_type': 415,
  'request.idempotency_key_reused': 422,
  'request.precondition_required': 428,
  'request.version_mismatch': 412,
  'request.too_many_requests': 429,
  'request.internal_error': 500,
  'request.unavailable': 503,
} as const;

const TITLES: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  402: 'Payment Required',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  409: 'Conflict',
  412: 'Precondition Failed',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Content',
  428: 'Precondition Required',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
};

export const problem = (
  status: number,
  code: string,
  detail: string,
  requestId: string,
  extensions: Extensions = {},
): Problem => ({
  ...extensions,
  type: `urn:souk:problem:${code}`,
  title: TITLES[status] ?? 'Error',
  status,
  code,
  detail,
  requestId,
});
