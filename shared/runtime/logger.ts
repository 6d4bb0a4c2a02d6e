import { Logger } from '@aws-lambda-powertools/logger';

/**
 * Reduces an error to its name, message, stack and cause. Libraries attach whole requests and
 * answers to their errors (headers, client secrets, addresses). The logger and Lambda's runtime
 * would log every such member.
 */
export function plainError(error: Error): Error {
  const { name, message, stack = '', cause } = error;
  const plain = cause instanceof Error ? new Error(message, { cause: plainError(cause) }) : new Error(message);
  return Object.assign(plain, { name, stack });
}

/**
 * Writes structured logs. Service name and level come from the template's `POWERTOOLS_*` variables.
 * Never log bodies, headers or addresses.
 */
export const logger = new Logger({
  jsonReplacerFn: (_key, value) => (value instanceof Error ? plainError(value) : value),
});
