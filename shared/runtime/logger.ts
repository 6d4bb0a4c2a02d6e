import { Logger } from '@aws-lambda-powertools/logger';

/** Structured logs; service name and level come from the `POWERTOOLS_*` variables of the template. Never log bodies, headers or addresses. */
export const logger = new Logger();
