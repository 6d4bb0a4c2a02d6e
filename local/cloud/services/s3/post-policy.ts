import { accessDenied, S3Error } from './s3-error.ts';

type Condition =
  | { readonly operation: 'eq' | 'starts-with'; readonly name: string; readonly value: string; readonly text: string }
  | { readonly operation: 'content-length-range'; readonly min: number; readonly max: number; readonly text: string };

/** A form's upload, as the policy sees it. */
export interface Upload {
  /** The fields by their names in lower case, without the file, and the bucket of the URL. */
  readonly fields: ReadonlyMap<string, string>;
  /** The fields that were sent: their names as sent, by their names in lower case. */
  readonly sentAs: ReadonlyMap<string, string>;
  /** Of the file, in bytes. */
  readonly size: number;
}

/** Fields that no condition has to cover. */
const EXEMPT = new Set(['file', 'policy', 'x-amz-signature']);

/**
 * Throws S3's error for an upload that the policy, in base64, does not allow. Values are compared
 * exactly, names in any case.
 *
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html. S3
 * answers a failed condition with AccessDenied, unlike its table of errors says.
 */
export function checkPolicy(policy: string, upload: Upload, now: number): void {
  const { expiration, conditions } = readPolicy(policy);
  if (expiration < now) throw accessDenied('Invalid according to Policy: Policy expired.');
  for (const condition of conditions) check(condition, upload);
  const covered = new Set(conditions.map((condition) => ('name' in condition ? condition.name : '')));
  const extra = [...upload.sentAs].filter(
    ([name]) => !covered.has(name) && !EXEMPT.has(name) && !name.startsWith('x-ignore-'),
  );
  if (extra.length === 0) return;
  const names = extra.map(([, name]) => name).join(', ');
  throw accessDenied(`Invalid according to Policy: Extra input fields: ${names}`);
}

function check(condition: Condition, { fields, size }: Upload): void {
  if (condition.operation === 'content-length-range') {
    checkSize(condition, size);
    return;
  }
  const { operation, name, value } = condition;
  const given = fields.get(name);
  if (given === undefined) throw failed(condition.text);
  // A list of content types passes when each of them does.
  const values = name === 'content-type' && operation === 'starts-with' ? given.split(',') : [given];
  const passes = values.every((one) => (operation === 'eq' ? one === value : one.trim().startsWith(value)));
  if (!passes) throw failed(condition.text);
}

function checkSize({ min, max }: Extract<Condition, { readonly min: number }>, size: number): void {
  const ProposedSize = String(size);
  if (size > max) {
    const message = 'Your proposed upload exceeds the maximum allowed size';
    throw new S3Error(400, 'EntityTooLarge', message, { ProposedSize, MaxSizeAllowed: String(max) });
  }
  if (size < min) {
    const message = 'Your proposed upload is smaller than the minimum allowed size';
    throw new S3Error(400, 'EntityTooSmall', message, { ProposedSize, MinSizeAllowed: String(min) });
  }
}

function readPolicy(text: string): { readonly expiration: number; readonly conditions: readonly Condition[] } {
  const document = parsed(Buffer.from(text, 'base64').toString('utf8'));
  const unexpected = Object.keys(document).find((name) => name !== 'expiration' && name !== 'conditions');
  if (unexpected !== undefined) throw invalid(`Unexpected: '${unexpected.toLowerCase()}'`);
  const { expiration, conditions } = document;
  if (expiration === undefined) throw invalid('Policy missing expiration.');
  if (conditions === undefined) throw invalid('Policy missing conditions.');
  if (!Array.isArray(conditions)) throw invalid("Invalid 'conditions' value: must be a List.");
  const isDate = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(String(expiration));
  const time = isDate ? Date.parse(String(expiration)) : Number.NaN;
  if (Number.isNaN(time)) throw invalid(`Invalid 'expiration' value: '${String(expiration)}'`);
  return { expiration: time, conditions: conditions.map(readCondition) };
}

function readCondition(condition: unknown): Condition {
  if (typeof condition !== 'object' || condition === null) {
    throw invalid('Invalid condition test: must be a List or Object.');
  }
  if (!Array.isArray(condition)) return readSimple(Object.entries(condition));
  const [operation, ...operands] = condition as unknown[];
  if (operation === undefined) throw invalid('Invalid Condition: missing operation identifier.');
  const kind = String(operation).toLowerCase();
  if (kind !== 'eq' && kind !== 'starts-with' && kind !== 'content-length-range') {
    throw invalid(`Invalid Condition: unknown operation '${String(operation)}'.`);
  }
  if (operands.length !== 2) throw invalid(`Invalid ${kind}: wrong number of arguments.`);
  return kind === 'content-length-range' ? readRange(operands) : readMatch(kind, operands);
}

/** `{"name": "value"}`, which is short for `["eq", "$name", "value"]`. */
function readSimple(members: readonly [string, unknown][]): Condition {
  const [member, ...more] = members;
  if (member === undefined || more.length > 0) {
    throw invalid('Invalid Simple-Condition: Simple-Conditions must have exactly one property specified.');
  }
  const [name, value] = member;
  if (typeof value !== 'string') throw invalid('Invalid Simple-Condition: value must be a string.');
  return readMatch('eq', [`$${name}`, value]);
}

function readMatch(operation: 'eq' | 'starts-with', [target, value]: readonly unknown[]): Condition {
  if (typeof target !== 'string' || typeof value !== 'string') throw invalid('Invalid JSON.');
  const text = textOf([operation, target, value]);
  if (!target.startsWith('$')) throw failed(text);
  return { operation, name: target.slice(1).toLowerCase(), value, text };
}

function readRange(bounds: readonly unknown[]): Condition {
  const text = textOf(['content-length-range', ...bounds.map(String)]);
  const [min = Number.NaN, max = Number.NaN] = bounds.map((bound) => {
    if (typeof bound === 'string' && !/^\d+$/.test(bound)) throw failed(text);
    return Number(bound);
  });
  if (!Number.isInteger(min) || !Number.isInteger(max) || min < 0 || max < 0) throw invalid('Invalid JSON.');
  return { operation: 'content-length-range', min, max, text };
}

/** A condition as S3 prints it. */
const textOf = (condition: readonly string[]): string =>
  `[${condition.map((part) => JSON.stringify(part)).join(', ')}]`;

function parsed(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch {
    // Falls through to the same error.
  }
  throw invalid('Invalid JSON.');
}

const failed = (condition: string): S3Error =>
  accessDenied(`Invalid according to Policy: Policy Condition failed: ${condition}`);

const invalid = (reason: string): S3Error => new S3Error(400, 'InvalidPolicyDocument', `Invalid Policy: ${reason}`);
