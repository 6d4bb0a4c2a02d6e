/** Socket errors and timeouts as Node and the SDK's HTTP handler name them. */
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

/** Whether the service has refused since it is asked too often. */
export const isThrottling = (error: unknown): boolean => error instanceof Error && THROTTLED.test(error.name);

/** Whether an error of the SDK or the network passes by itself: a fault of the service, a throttle, a lost connection. */
export function isTransient(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error.name === 'TransientFault' || isThrottling(error)) return true;
  const { $fault, code } = error as { $fault?: unknown; code?: unknown };
  return $fault === 'server' || NETWORK.has(error.name) || (typeof code === 'string' && NETWORK.has(code));
}
