import { AwsError } from '../aws-error.ts';
import { DATA_LIMIT_EXCEEDED, StateError } from './outcome.ts';

/**
 * Step Functions' limit for the input and the output of a state and of an execution, in bytes of
 * UTF-8.
 *
 * Source: https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
 */
const MAX_PAYLOAD_BYTES = 262_144;
/** Source: https://docs.aws.amazon.com/step-functions/latest/apireference/API_SendTaskFailure.html */
const MAX_ERROR = 256;
const MAX_CAUSE = 32_768;

const isTooLarge = (value: unknown): boolean => Buffer.byteLength(JSON.stringify(value) ?? '') > MAX_PAYLOAD_BYTES;

/** The error of a state whose input, after its parameters, is too large. */
export function inputErrorOf(name: string, input: unknown): StateError | undefined {
  return isTooLarge(input) ? exceeded(name, 'received an input') : undefined;
}

/** The error of a state whose result is too large. */
export function resultErrorOf(name: string, output: unknown): StateError | undefined {
  return isTooLarge(output) ? exceeded(name, 'returned a result') : undefined;
}

/** Throws for a text of an API call that is too large. */
export function requireSize(member: 'input' | 'output', text: string): void {
  if (Buffer.byteLength(text) > MAX_PAYLOAD_BYTES) throw tooLong(member, MAX_PAYLOAD_BYTES);
}

/** Throws for an error or a cause that is too long. */
export function requireFailure(error: unknown, cause: unknown): void {
  if (String(error ?? '').length > MAX_ERROR) throw tooLong('error', MAX_ERROR);
  if (String(cause ?? '').length > MAX_CAUSE) throw tooLong('cause', MAX_CAUSE);
}

const exceeded = (name: string, did: string): StateError =>
  new StateError(
    DATA_LIMIT_EXCEEDED,
    `The state/task '${name}' ${did} with a size exceeding the maximum number of bytes service limit.`,
  );

const tooLong = (member: string, limit: number): AwsError =>
  new AwsError(
    'ValidationException',
    `1 validation error detected: Value at '${member}' failed to satisfy constraint: Member must have length less than or equal to ${limit}`,
  );
