import { createStreamReader } from '../../../shared/messaging/stream-reader.ts';
import { logger } from '../../../shared/runtime/logger.ts';
import { lookAtPayment } from '../use-cases/look-at-payment.ts';
import { checkPorts } from './wiring/ports.ts';

const lookPorts = {
  ...checkPorts,
  report: (error: unknown) => logger.error('the intent could not be looked at', { error: error as Error }),
};

export const handler = createStreamReader(({ dynamodb }) =>
  lookAtPayment(lookPorts, dynamodb?.NewImage?.orderId?.S ?? ''),
);
