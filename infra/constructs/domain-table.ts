import { RemovalPolicy } from 'aws-cdk-lib';
import {
  AttributeType,
  Billing,
  type GlobalSecondaryIndexPropsV2,
  StreamViewType,
  TableEncryptionV2,
  TableV2,
} from 'aws-cdk-lib/aws-dynamodb';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { tableVariable } from '../../shared/dynamodb/table-variable.ts';

const READ = ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query'];
const WRITE = ['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem', 'dynamodb:ConditionCheckItem'];

/** Parts of a table that a policy statement can name. */
export type TablePart = 'table' | 'indexes' | 'stream' | 'streams';

/** The rights that a function can have on a table. No grant allows Scan. */
export const TABLE_GRANTS = {
  owner: {
    title: "reads and writes of the domain's own functions; a transaction needs the rights of its parts",
    allows: [
      { actions: [...READ, ...WRITE], on: 'table' },
      { actions: ['dynamodb:Query'], on: 'indexes' },
    ],
  },
  reader: {
    title: "reads by key, as another domain's `queries.ts` does",
    allows: [{ actions: READ, on: 'table' }],
  },
  writer: {
    title: "writes a lower domain's items through its `actions.ts`: those of one kind of partition key only",
    allows: [{ actions: WRITE, on: 'table' }],
  },
  lister: {
    title: 'queries of the indexes beside the reads by key',
    allows: [{ actions: ['dynamodb:Query'], on: 'indexes' }],
  },
  streamReader: {
    title: 'reads the stream, as publishers and `streams` of a manifest do',
    allows: [
      { actions: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'], on: 'stream' },
      { actions: ['dynamodb:ListStreams'], on: 'streams' },
    ],
  },
} as const satisfies Readonly<
  Record<
    string,
    {
      readonly title: string;
      readonly allows: readonly { readonly actions: readonly string[]; readonly on: TablePart }[];
    }
  >
>;

export type TableGrant = keyof typeof TABLE_GRANTS;

const key = (name: string) => ({ name, type: AttributeType.STRING });

const index = (name: string): GlobalSecondaryIndexPropsV2 => ({
  indexName: name,
  partitionKey: key(`${name}pk`),
  sortKey: key(`${name}sk`),
});

export interface DomainTableProps {
  readonly stage: string;
  /** The domain. */
  readonly owner: string;
  /** Names of the secondary indexes, e.g. `gsi1` over `gsi1pk` and `gsi1sk`. */
  readonly indexes: readonly string[];
}

/**
 * The single table of a domain: on demand, with a stream of both images. It can be restored to any
 * second of the last 35 days, and is protected from deletion.
 */
export class DomainTable extends Construct {
  readonly owner: string;
  readonly table: TableV2;
  private readonly indexes: readonly string[];

  constructor(scope: Construct, id: string, { stage, owner, indexes }: DomainTableProps) {
    super(scope, id);
    this.owner = owner;
    this.indexes = indexes;
    this.table = new TableV2(this, 'Table', {
      tableName: `souk-${stage}-${owner}`,
      partitionKey: key('pk'),
      sortKey: key('sk'),
      globalSecondaryIndexes: indexes.map(index),
      billing: Billing.onDemand(),
      timeToLiveAttribute: 'expiresAt',
      dynamoStream: StreamViewType.NEW_AND_OLD_IMAGES,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: true,
      encryption: TableEncryptionV2.awsManagedKey(),
      removalPolicy: RemovalPolicy.RETAIN,
    });
  }

  /** The variable that names the table to a function. */
  get environment(): Record<string, string> {
    return { [tableVariable(this.owner)]: this.table.tableName };
  }

  get streamArn(): string {
    if (!this.table.tableStreamArn) throw new Error(`The table of ${this.owner} has no stream.`);
    return this.table.tableStreamArn;
  }

  /**
   * Adds the statements of a grant, without the one about indexes if the table has none.
   *
   * @param keys the beginning of the partition keys that the grant is limited to.
   */
  grant(name: TableGrant, grantee: IGrantable, keys?: string): void {
    const limits = keys && { conditions: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [`${keys}*`] } } };
    for (const { actions, on } of TABLE_GRANTS[name].allows) {
      const resourceArns = this.arnsOf(on);
      if (resourceArns.length > 0) Grant.addToPrincipal({ grantee, actions: [...actions], resourceArns, ...limits });
    }
  }

  private arnsOf(part: TablePart): string[] {
    const { tableArn } = this.table;
    if (part === 'indexes') return this.indexes.map((name) => `${tableArn}/index/${name}`);
    if (part === 'streams') return [`${tableArn}/stream/*`];
    return [part === 'stream' ? this.streamArn : tableArn];
  }
}
