import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, type Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { DefinitionBody, LogLevel, StateMachine, StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { NodeFunction } from './node-function.ts';

const DEFINITION = join(import.meta.dirname, '../../state-machines/order/order.asl.json');

export interface OrderSagaProps {
  readonly name: string;
  readonly inventory: NodeFunction;
  readonly payments: NodeFunction;
  readonly orders: NodeFunction;
  /** How long a buyer has to finish a payment. */
  readonly paymentTimeoutSeconds: number;
}

/** The state machine that brings an order to its end. */
export class OrderSaga extends Construct {
  readonly stateMachine: StateMachine;

  constructor(scope: Construct, id: string, props: OrderSagaProps) {
    super(scope, id);
    const { name, inventory, payments, orders, paymentTimeoutSeconds } = props;
    const logGroup = new LogGroup(this, 'Logs', {
      // Step Functions' permission to write is one account-wide policy of limited size; this prefix keeps it short.
      logGroupName: `/aws/vendedlogs/states/${name}`,
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.stateMachine = new StateMachine(this, 'Machine', {
      stateMachineName: name,
      stateMachineType: StateMachineType.STANDARD,
      definitionBody: DefinitionBody.fromString(definition(paymentTimeoutSeconds)),
      definitionSubstitutions: {
        InventorySagaArn: inventory.functionArn,
        PaymentsSagaArn: payments.functionArn,
        OrdersSagaArn: orders.functionArn,
      },
      tracingEnabled: true,
      logs: { destination: logGroup, level: LogLevel.ERROR, includeExecutionData: false },
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.stateMachine.addToRolePolicy(
      new PolicyStatement({
        actions: ['lambda:InvokeFunction'],
        resources: [inventory, payments, orders].map(({ functionArn }) => functionArn),
      }),
    );
    const period = { period: Duration.minutes(5) };
    this.alarm('Failed', `${name}-failed`, this.stateMachine.metricFailed(period));
    this.alarm('TimedOut', `${name}-timed-out`, this.stateMachine.metricTimedOut(period));
  }

  private alarm(id: string, alarmName: string, metric: Metric): void {
    new Alarm(this, id, {
      alarmName,
      alarmDescription: 'A saga ended without confirming or undoing its order: its execution history says where.',
      metric,
      threshold: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      evaluationPeriods: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
  }
}

function definition(paymentTimeoutSeconds: number): string {
  const asl = JSON.parse(readFileSync(DEFINITION, 'utf8'));
  if (!asl.States?.AuthorizePayment) throw new Error(`${DEFINITION} has no state AuthorizePayment.`);
  asl.States.AuthorizePayment.TimeoutSeconds = paymentTimeoutSeconds;
  return JSON.stringify(asl);
}
