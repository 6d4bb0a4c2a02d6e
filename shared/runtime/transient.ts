/** Socket errors and timeouts, by the names that Node and the SDK's HTTP handler use. */
const NETWORK = new Set([
  'ECONNRESET',
  'ECONNREFUSED',
  'EPIPE',
  'ETIMEDOUT',
  'EAI_AGAIN',
  'TimeoutError',
  'RequestTimeout',
]);

const THROTTLED =
  /Throttl|TooManyRequests|ProvisionedThroughputExceeded|RequestLimitExceeded|SlowDown|TransactionConflict/;

/** Whether a service refused a call because it gets too many. */
export const isThrottling = (error: unknown): boolean => error instanceof Error && THROTTLED.test(error.name);

/**
 * Whether an error of the SDK or the network is transient: a fault of the service, a throttle, a
 * lost connection.
 */
export function isTransient(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error.name === 'TransientFault' || isThrottling(error)) return true;
  const { $fault, code } = error as { $fault?: unknown; code?: unknown };
  return $fault === 'server' || NETWORK.has(error.name) || (typeof code === 'string' && NETWORK.has(code));
}
