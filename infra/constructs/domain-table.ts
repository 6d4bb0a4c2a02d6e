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

const key = (name: string) => ({ name, type: AttributeType.STRING });

const index = (name: string): GlobalSecondaryIndexPropsV2 => ({
  indexName: name,
  partitionKey: key(`${name}pk`),
  sortKey: key(`${name}sk`),
});

const grant = (grantee: IGrantable, actions: string[], resourceArns: string[]) =>
  Grant.addToPrincipal({ grantee, actions, resourceArns });

export interface DomainTableProps {
  readonly stage: string;
  /** The domain. */
  readonly owner: string;
  /** Names of the secondary indexes, e.g. `gsi1` over `gsi1pk` and `gsi1sk`. */
  readonly indexes: readonly string[];
}

/** The single table of a domain: on demand, recoverable to any second of the last 35 days, hard to delete, with a stream of both images. */
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

  /** Names the table to a function. */
  get environment(): Record<string, string> {
    return { [tableVariable(this.owner)]: this.table.tableName };
  }

  get streamArn(): string {
    if (!this.table.tableStreamArn) throw new Error(`The table of ${this.owner} has no stream.`);
    return this.table.tableStreamArn;
  }

  /** All that a domain does with its own table; never Scan. A transaction needs the rights of its parts. */
  grantOwner(grantee: IGrantable): void {
    grant(grantee, [...READ, ...WRITE], [this.table.tableArn]);
    this.grantLister(grantee);
  }

  /** What another domain's `queries.ts` needs: reads by key. */
  grantReader(grantee: IGrantable): void {
    grant(grantee, READ, [this.table.tableArn]);
  }

  /** What another domain's transactions write through this domain's `actions.ts`: items whose partition key begins so. */
  grantWriter(grantee: IGrantable, keys: string): void {
    Grant.addToPrincipal({
      grantee,
      actions: WRITE,
      resourceArns: [this.table.tableArn],
      conditions: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [`${keys}*`] } },
    });
  }

  /** Queries of the indexes. */
  grantLister(grantee: IGrantable): void {
    const indexArns = this.indexes.map((name) => `${this.table.tableArn}/index/${name}`);
    if (indexArns.length > 0) grant(grantee, ['dynamodb:Query'], indexArns);
  }

  grantStreamReader(grantee: IGrantable): void {
    grant(grantee, ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'], [this.streamArn]);
    grant(grantee, ['dynamodb:ListStreams'], [`${this.table.tableArn}/stream/*`]);
  }
}
