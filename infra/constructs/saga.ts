import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, type Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { EventBus } from 'aws-cdk-lib/aws-events';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { DefinitionBody, LogLevel, StateMachine, StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { arnName, aslOf, BUS_NAME } from '../../state-machines/asl.ts';
import type { Machine } from '../../state-machines/machine.ts';
import { functionsOf } from '../../state-machines/ways.ts';
import type { Settings } from '../settings.ts';

export interface SagaProps {
  readonly name: string;
  readonly machine: Machine;
  /** A step that names a setting (`timeoutSetting`) takes its timeout from here. */
  readonly settings: Settings;
  /** Gets the report of an execution that cannot be set aside. */
  readonly bus: EventBus;
  /** @returns the function with a name such as `inventory-saga`. */
  functionOf(name: string): { readonly functionArn: string };
}

/** A state machine made from its data. It may invoke only the functions that the data names. */
export class Saga extends Construct {
  readonly stateMachine: StateMachine;
  private readonly subject: string;

  constructor(scope: Construct, id: string, { name, machine, settings, bus, functionOf }: SagaProps) {
    super(scope, id);
    this.subject = machine.name;
    const arns = functionsOf(machine).map((task) => [arnName(task), functionOf(task).functionArn] as const);
    const logGroup = new LogGroup(this, 'Logs', {
      // One account-wide policy of limited size allows Step Functions to write logs. This prefix
      // keeps it short.
      logGroupName: `/aws/vendedlogs/states/${name}`,
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.stateMachine = new StateMachine(this, 'Machine', {
      stateMachineName: name,
      stateMachineType: StateMachineType.STANDARD,
      definitionBody: DefinitionBody.fromString(JSON.stringify(aslOf(machine, settings))),
      definitionSubstitutions: { ...Object.fromEntries(arns), [BUS_NAME]: bus.eventBusName },
      tracingEnabled: true,
      logs: { destination: logGroup, level: LogLevel.ERROR, includeExecutionData: false },
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.stateMachine.addToRolePolicy(
      new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: arns.map(([, arn]) => arn) }),
    );
    this.stateMachine.addToRolePolicy(
      new PolicyStatement({ actions: ['events:PutEvents'], resources: [bus.eventBusArn] }),
    );
    const period = { period: Duration.minutes(5) };
    this.alarm('Failed', `${name}-failed`, this.stateMachine.metricFailed(period));
    this.alarm('TimedOut', `${name}-timed-out`, this.stateMachine.metricTimedOut(period));
  }

  private alarm(id: string, alarmName: string, metric: Metric): void {
    new Alarm(this, id, {
      alarmName,
      alarmDescription: `A saga ended without confirming or undoing its ${this.subject}: its execution history says where.`,
      metric,
      threshold: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      evaluationPeriods: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
  }
}
