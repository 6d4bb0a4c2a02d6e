import { describe, expect, it } from 'vitest';
import { TransientFault } from '../kernel/faults.ts';
import { isTransient } from './transient.ts';

const named = (name: string, members: object = {}) => Object.assign(new Error('text'), { name, ...members });

describe('an error', () => {
  it.each([
    new TransientFault('conflict'),
    named('ThrottlingException'),
    named('ProvisionedThroughputExceededException'),
    named('TooManyRequestsException'),
    named('TransactionConflictException'),
    named('InternalServerError', { $fault: 'server' }),
    named('TimeoutError'),
    named('Error', { code: 'ECONNRESET' }),
  ])('is transient: $name', (error) => {
    expect(isTransient(error)).toBe(true);
  });

  it.each([
    new TypeError('x is undefined'),
    named('ValidationException', { $fault: 'client' }),
    named('AccessDeniedException', { $fault: 'client' }),
    named('ConditionalCheckFailedException', { $fault: 'client' }),
    named('Error', { code: 'ENOENT' }),
    'ThrottlingException',
    undefined,
  ])('is not transient: %s', (error) => {
    expect(isTransient(error)).toBe(false);
  });
});
