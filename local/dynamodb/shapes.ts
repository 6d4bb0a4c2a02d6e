import { unreadable } from './errors.ts';
import type { Json } from './input.ts';

/** A member of a request in the API's model. `any` is read elsewhere: attribute values, numbers. */
type Shape =
  | 'any'
  | 'text'
  | 'flag'
  | { readonly list: Shape }
  | { readonly map: Shape; readonly of: string }
  | { readonly members: Members };
type Members = Readonly<Record<string, Shape>>;

const ATTRIBUTES: Shape = { map: 'any', of: 'com.amazonaws.dynamodb.v20120810.AttributeValue' };
const TEXTS: Shape = { map: 'text', of: 'java.lang.String' };
const list = (members: Members): Shape => ({ list: { members } });

const READ: Members = {
  TableName: 'text',
  Key: ATTRIBUTES,
  ProjectionExpression: 'text',
  ExpressionAttributeNames: TEXTS,
  ConsistentRead: 'flag',
};
const WRITE: Members = {
  TableName: 'text',
  ...{ Item: ATTRIBUTES, Key: ATTRIBUTES },
  ...{ UpdateExpression: 'text', ConditionExpression: 'text' },
  ...{ ExpressionAttributeNames: TEXTS, ExpressionAttributeValues: ATTRIBUTES },
  ...{ ReturnValues: 'text', ReturnValuesOnConditionCheckFailure: 'text' },
};
const KEYS = list({ AttributeName: 'text', KeyType: 'text' });
const INDEXES = list({
  IndexName: 'text',
  KeySchema: KEYS,
  Projection: { members: { ProjectionType: 'text', NonKeyAttributes: { list: 'text' } } },
});
const ACTION: Shape = { members: WRITE };

/** The members of all operations: a name means one thing in all of them, but for RequestItems. */
const SHARED: Members = {
  ...READ,
  ...WRITE,
  ...{ KeyConditionExpression: 'text', FilterExpression: 'text', IndexName: 'text', Select: 'text' },
  ...{ ScanIndexForward: 'flag', ExclusiveStartKey: ATTRIBUTES, ExclusiveStartTableName: 'text' },
  ...{ ReturnConsumedCapacity: 'text', ReturnItemCollectionMetrics: 'text', ClientRequestToken: 'text' },
  TransactItems: list({
    ...{ Get: { members: READ }, Put: ACTION, Update: ACTION, Delete: ACTION, ConditionCheck: ACTION },
  }),
  ...{ KeySchema: KEYS, AttributeDefinitions: list({ AttributeName: 'text', AttributeType: 'text' }) },
  ...{ GlobalSecondaryIndexes: INDEXES, LocalSecondaryIndexes: INDEXES, BillingMode: 'text' },
  ProvisionedThroughput: { members: {} },
  StreamSpecification: { members: { StreamEnabled: 'flag', StreamViewType: 'text' } },
  TimeToLiveSpecification: { members: { AttributeName: 'text', Enabled: 'flag' } },
  ...{ StreamArn: 'text', ShardIterator: 'text', ShardId: 'text', ShardIteratorType: 'text' },
  ...{ SequenceNumber: 'text', ExclusiveStartShardId: 'text', ExclusiveStartStreamArn: 'text' },
};

const REQUEST_ITEMS = new Map<string, Shape>(
  Object.entries({
    BatchGetItem: { map: { members: { ...READ, Keys: { list: ATTRIBUTES } } }, of: 'KeysAndAttributes' },
    BatchWriteItem: {
      map: list({ PutRequest: { members: { Item: ATTRIBUTES } }, DeleteRequest: { members: { Key: ATTRIBUTES } } }),
      of: 'java.util.List',
    },
  }),
);

/**
 * Throws a SerializationException for a member of another type than the API's model has, as
 * DynamoDB does before anything else. Members that it does not know have no effect.
 */
export function checkShapes(operation: string, input: Json): void {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) throw unreadable('Unexpected field type');
  const RequestItems = REQUEST_ITEMS.get(operation);
  checkMembers(RequestItems ? { ...SHARED, RequestItems } : SHARED, input);
}

function checkMembers(members: Members, value: Json): void {
  for (const name in value) {
    const shape = Object.hasOwn(members, name) ? members[name] : undefined;
    if (shape !== undefined && shape !== 'any') check(shape, value[name]);
  }
}

function check(shape: Shape, value: unknown): void {
  if (value === undefined || value === null || shape === 'any') return;
  if (shape === 'text' || shape === 'flag') checkScalar(shape, value);
  else if (typeof value !== 'object') throw unreadable('Unexpected field type');
  else if ('list' in shape) {
    if (!Array.isArray(value)) throw unreadable('Start of structure or map found where not expected');
    checkInner(shape.list, value);
  } else if (Array.isArray(value)) {
    throw unreadable(
      'map' in shape
        ? `Unrecognized collection type java.util.Map<java.lang.String, ${shape.of}>`
        : 'Unexpected field type',
    );
  } else if ('members' in shape) checkMembers(shape.members, value as Json);
  else checkInner(shape.map, Object.values(value));
}

/** Members of a structure may be null, those of a list or map not. */
function checkInner(shape: Shape, values: readonly unknown[]): void {
  if (shape === 'any') return;
  for (const value of values) {
    if (value === null) throw unreadable('Unexpected field type');
    check(shape, value);
  }
}

function checkScalar(shape: 'text' | 'flag', value: unknown): void {
  const type = shape === 'text' ? 'String' : 'Boolean';
  if (typeof value === (shape === 'text' ? 'string' : 'boolean')) return;
  if (Array.isArray(value)) throw unreadable(`Unrecognized collection type class java.lang.${type}`);
  if (typeof value === 'object') throw unreadable('Start of structure or map found where not expected');
  if (typeof value === 'string') throw unreadable('Unexpected token received from parser');
  const word = typeof value === 'number' ? 'NUMBER' : String(value).toUpperCase();
  throw unreadable(`${word}_VALUE cannot be converted to ${type}`);
}
