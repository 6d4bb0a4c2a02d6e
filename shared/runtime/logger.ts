import { Logger } from '@aws-lambda-powertools/logger';

/**
 * What an error says of itself. Libraries hang whole requests and answers onto theirs (headers, client secrets, addresses), and both the
 * logger and Lambda's runtime write down every member.
 */
export function plainError(error: Error): Error {
  const { name, message, stack = '', cause } = error;
  const plain = cause instanceof Error ? new Error(message, { cause: plainError(cause) }) : new Error(message);
  return Object.assign(plain, { name, stack });
}

/** Structured logs; service name and level come from the `POWERTOOLS_*` variables of the template. Never log bodies, headers or addresses. */
export const logger = new Logger({
  jsonReplacerFn: (_key, value) => (value instanceof Error ? plainError(value) : value),
});
