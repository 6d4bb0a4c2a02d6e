import { expect, test } from 'vitest';
import { checkPolicy } from './post-policy.ts';

const fields = new Map([
  ['bucket', 'imports'],
  ['key', 'new.csv'],
]);
const refusal = (document: unknown): unknown => {
  const text = typeof document === 'string' ? document : JSON.stringify(document);
  try {
    checkPolicy(Buffer.from(text).toString('base64'), { fields, sentAs: new Map([['key', 'key']]), size: 3 }, 0);
    return 'none';
  } catch (error) {
    const { status, code, message } = error as { status: number; code: string; message: string };
    return `${status} ${code}: ${message}`;
  }
};
const expiration = '2026-01-01T00:00:00Z';
const ofConditions = (...conditions: unknown[]) =>
  refusal({ expiration, conditions: [{ key: 'new.csv' }, ...conditions] });
const invalid = (reason: string) => `400 InvalidPolicyDocument: Invalid Policy: ${reason}`;

test('A policy that is not a JSON object with its two members is refused', () => {
  expect(refusal('{')).toBe(invalid('Invalid JSON.'));
  expect(refusal([])).toBe(invalid('Invalid JSON.'));
  expect(refusal({ conditions: [] })).toBe(invalid('Policy missing expiration.'));
  expect(refusal({ expiration })).toBe(invalid('Policy missing conditions.'));
  expect(refusal({ expiration, conditions: {} })).toBe(invalid("Invalid 'conditions' value: must be a List."));
  expect(refusal({ expiration, conditions: [], Version: '1' })).toBe(invalid("Unexpected: 'version'"));
  expect(refusal({ expiration: '2026-01-01 00:00', conditions: [] })).toBe(
    invalid("Invalid 'expiration' value: '2026-01-01 00:00'"),
  );
});

test('A condition of another form than the policy language has is refused', () => {
  expect(ofConditions({})).toContain('exactly one property');
  expect(ofConditions({ acl: 1 })).toBe(invalid('Invalid Simple-Condition: value must be a string.'));
  expect(ofConditions(1)).toBe(invalid('Invalid condition test: must be a List or Object.'));
  expect(ofConditions([])).toBe(invalid('Invalid Condition: missing operation identifier.'));
  expect(ofConditions(['ends-with', '$key', ''])).toBe(invalid("Invalid Condition: unknown operation 'ends-with'."));
  expect(ofConditions(['content-length-range', 0])).toBe(
    invalid('Invalid content-length-range: wrong number of arguments.'),
  );
  expect(ofConditions(['content-length-range', -1, 0])).toMatch(/^400/);
});

test('A size may be a number or its digits, and a name needs its dollar sign', () => {
  expect(ofConditions(['content-length-range', '1', '3'])).toBe('none');
  expect(ofConditions(['content-length-range', 'a', '3'])).toContain('403 AccessDenied');
  expect(ofConditions(['eq', 'key', 'new.csv'])).toContain('Policy Condition failed: ["eq", "key", "new.csv"]');
  expect(ofConditions(['StArTs-WiTh', '$KEY', 'new'])).toBe('none');
});
