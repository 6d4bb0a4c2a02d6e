import { DynamoDbError, invalid, invalidParameter } from './errors.ts';
import { constraint, type Json, NOT_NULL, oneOf, required } from './input.ts';
import type { KeyAttribute, KeySchema } from './keys.ts';
import type { StreamView } from './streams.ts';
import type { IndexSchema, TableSchema } from './table.ts';

interface KeyElement {
  readonly AttributeName: string;
  readonly KeyType: 'HASH' | 'RANGE';
}

interface IndexDefinition {
  readonly IndexName: string;
  readonly KeySchema: readonly KeyElement[];
  readonly Projection?: { readonly ProjectionType?: string; readonly NonKeyAttributes?: readonly string[] };
}

/** The members of CreateTable that have an effect. */
export interface TableDefinition {
  readonly TableName: string;
  readonly KeySchema: readonly KeyElement[];
  readonly AttributeDefinitions: readonly { readonly AttributeName: string; readonly AttributeType: 'S' | 'N' | 'B' }[];
  readonly GlobalSecondaryIndexes?: readonly IndexDefinition[];
  readonly LocalSecondaryIndexes?: readonly IndexDefinition[];
  readonly StreamSpecification?: { readonly StreamEnabled?: boolean; readonly StreamViewType?: StreamView };
  readonly BillingMode?: string;
  readonly ProvisionedThroughput?: Json;
}

const MIN_NAME = 3;
const MAX_KEYS = 2;

/** At most 20 global and 5 local indexes, as AWS's quotas page states. */
const MAX_INDEXES = { GlobalSecondaryIndexes: 20, LocalSecondaryIndexes: 5 } as const;

/** Checks CreateTable's input. Throws with DynamoDB's texts. */
export function readDefinition(input: Json): TableDefinition {
  const { TableName } = input;
  if (typeof TableName !== 'string') {
    throw invalid("The parameter 'TableName' is required but was not present in the request");
  }
  if (TableName.length < MIN_NAME) {
    throw constraint(`'${TableName}'`, 'tableName', `Member must have length greater than or equal to ${MIN_NAME}`);
  }
  required(input, 'KeySchema');
  required(input, 'AttributeDefinitions');
  // A null counts as a missing member.
  const given = Object.entries(input).filter(([, value]) => value !== null);
  const definition = Object.fromEntries(given) as unknown as TableDefinition;
  requireWords(definition);
  requireThroughput(definition);
  const used = new Set<string>();
  const use = (schema: readonly KeyElement[]) => {
    requireKeySchema(schema);
    for (const { AttributeName } of schema) used.add(AttributeName);
  };
  use(definition.KeySchema);
  for (const kind of ['GlobalSecondaryIndexes', 'LocalSecondaryIndexes'] as const) {
    const indexes = definition[kind] ?? [];
    if (indexes.length > MAX_INDEXES[kind]) {
      throw new DynamoDbError(
        'LimitExceededException',
        `${kind} count exceeds the per-table limit of ${MAX_INDEXES[kind]}`,
      );
    }
    const path = `${kind[0]?.toLowerCase()}${kind.slice(1)}`;
    requireMembers(indexes, path, ['IndexName', 'KeySchema', 'Projection']);
    for (const [position, index] of indexes.entries()) {
      requireMembers(index.KeySchema, `${path}.${position + 1}.member.keySchema`, ['AttributeName', 'KeyType']);
      use(index.KeySchema);
    }
  }
  requireIndexes(definition);
  const defined = definition.AttributeDefinitions.map(({ AttributeName }) => AttributeName);
  const undefinedOnes = [...used].filter((attribute) => !defined.includes(attribute));
  if (undefinedOnes.length > 0) {
    throw invalidParameter(
      `Some index key attributes are not defined in AttributeDefinitions. Keys: [${undefinedOnes.join(', ')}], AttributeDefinitions: [${defined.join(', ')}]`,
    );
  }
  if (defined.length > used.size) {
    throw invalidParameter(
      'Number of attributes in KeySchema does not exactly match number of attributes defined in AttributeDefinitions',
    );
  }
  return definition;
}

/** Capacity is stated exactly where it is provisioned, which it is by default. */
function requireThroughput({ BillingMode = 'PROVISIONED', ProvisionedThroughput: stated }: TableDefinition): void {
  const [read, write] = [stated?.ReadCapacityUnits, stated?.WriteCapacityUnits];
  if (BillingMode === 'PROVISIONED' && (typeof read !== 'number' || typeof write !== 'number')) {
    throw invalidParameter(
      'ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED',
    );
  }
  if (BillingMode === 'PAY_PER_REQUEST' && stated !== undefined && stated !== null) {
    throw invalidParameter(
      'Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST',
    );
  }
}

/** Refuses words that the API's model doesn't have. */
function requireWords({ KeySchema, AttributeDefinitions, BillingMode }: TableDefinition): void {
  oneOf({ BillingMode }, 'BillingMode', ['PROVISIONED', 'PAY_PER_REQUEST'], 'PROVISIONED');
  requireMembers(KeySchema, 'keySchema', ['AttributeName', 'KeyType']);
  requireMembers(AttributeDefinitions, 'attributeDefinitions', ['AttributeName', 'AttributeType']);
  for (const [index, element] of KeySchema.entries()) {
    oneOf({ ...element }, 'KeyType', ['HASH', 'RANGE'], 'HASH', `keySchema.${index + 1}.member.keyType`);
  }
  for (const [index, attribute] of AttributeDefinitions.entries()) {
    const path = `attributeDefinitions.${index + 1}.member.attributeType`;
    oneOf({ ...attribute }, 'AttributeType', ['B', 'N', 'S'], 'S', path);
  }
  if (KeySchema.length <= MAX_KEYS) return;
  const shown = KeySchema.map(
    ({ AttributeName, KeyType }) => `KeySchemaElement(attributeName=${AttributeName}, keyType=${KeyType})`,
  );
  throw constraint(`'[${shown.join(', ')}]'`, 'keySchema', `Member must have length less than or equal to ${MAX_KEYS}`);
}

function requireMembers(list: readonly object[], path: string, members: readonly string[]): void {
  for (const [index, element] of list.entries()) {
    const missing = members.find((member) => ((element as Json)[member] ?? null) === null);
    if (missing === undefined) continue;
    const name = `${missing[0]?.toLowerCase()}${missing.slice(1)}`;
    throw constraint('null', `${path}.${index + 1}.member.${name}`, NOT_NULL);
  }
}

function requireIndexes({ KeySchema, GlobalSecondaryIndexes = [], LocalSecondaryIndexes = [] }: TableDefinition): void {
  const names = [...GlobalSecondaryIndexes, ...LocalSecondaryIndexes].map(({ IndexName }) => IndexName);
  const repeated = names.find((name, index) => names.indexOf(name) < index);
  if (repeated !== undefined) throw invalidParameter(`Duplicate index name: ${repeated}`);
  for (const index of LocalSecondaryIndexes) {
    if (KeySchema.length < 2) {
      throw invalidParameter(
        'Table KeySchema does not have a range key, which is required when specifying a LocalSecondaryIndex',
      );
    }
    if (index.KeySchema[0]?.AttributeName === KeySchema[0]?.AttributeName) continue;
    throw invalidParameter(
      `Index KeySchema does not have the same leading hash key as table KeySchema for index: ${index.IndexName}. index hash key: ${index.KeySchema[0]?.AttributeName}, table hash key: ${KeySchema[0]?.AttributeName}`,
    );
  }
}

function requireKeySchema(schema: readonly KeyElement[]): void {
  if (schema[0]?.KeyType !== 'HASH')
    throw invalid('Invalid KeySchema: The first KeySchemaElement is not a HASH key type');
  if (schema.length > 2) throw invalid('Invalid KeySchema: too many elements');
  const [hash, range] = schema;
  if (range && range.KeyType !== 'RANGE') {
    throw invalid('Invalid KeySchema: The second KeySchemaElement is not a RANGE key type');
  }
  if (range && range.AttributeName === hash?.AttributeName) {
    throw invalid('Invalid KeySchema: Some index key attribute have no definition');
  }
}

/** The schema of a checked definition. */
export function schemaOf(definition: TableDefinition): TableSchema {
  const types = new Map(
    definition.AttributeDefinitions.map(({ AttributeName: name, AttributeType: type }) => [name, type]),
  );
  const keyOf = (elements: readonly KeyElement[]): KeySchema => {
    const [hash, range] = elements.map(
      ({ AttributeName: name }): KeyAttribute => ({ name, type: types.get(name) ?? 'S' }),
    );
    return { hash: hash as KeyAttribute, ...(range ? { range } : {}) };
  };
  const indexOf = ({ IndexName, KeySchema, Projection }: IndexDefinition, isGlobal: boolean): IndexSchema => ({
    ...{ name: IndexName, isGlobal, ...keyOf(KeySchema) },
    ...(Projection?.ProjectionType === 'ALL' || Projection?.ProjectionType === undefined
      ? {}
      : { projected: new Set(Projection.NonKeyAttributes ?? []) }),
  });
  return {
    name: definition.TableName,
    ...keyOf(definition.KeySchema),
    indexes: [
      ...(definition.GlobalSecondaryIndexes ?? []).map((index) => indexOf(index, true)),
      ...(definition.LocalSecondaryIndexes ?? []).map((index) => indexOf(index, false)),
    ],
  };
}
