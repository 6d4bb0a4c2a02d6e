/** An error that a client of the API gets, by its AWS code. */
export class AwsError extends Error {
  readonly code: string;
  readonly status: number;

  constructor(code: string, message: string, status = 400) {
    super(message);
    this.name = 'AwsError';
    this.code = code;
    this.status = status;
  }
}

const SERVER_FAULTS: Readonly<Record<string, number>> = {
  InternalServerError: 500,
  InternalFailure: 500,
  InternalError: 500,
  InternalServiceException: 500,
  ServiceUnavailable: 503,
  ServiceUnavailableException: 503,
  SlowDown: 503,
};

/**
 * The HTTP status that AWS sends with an error code. Every code except the known server faults is
 * the client's fault (400), throttles included.
 */
export function statusOf(code: string): number {
  return SERVER_FAULTS[code] ?? 400;
}
