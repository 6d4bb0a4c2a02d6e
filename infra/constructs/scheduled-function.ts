import { Duration } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { alarmWhenFilled } from './event-queue.ts';
import type { NodeFunction } from './node-function.ts';

export interface ScheduledFunctionProps {
  readonly target: NodeFunction;
  /** The function must tolerate a run twice, a late run, and a run during another. */
  readonly every: Duration;
  /** Physical name of the queue of failed runs. */
  readonly failuresName: string;
}

/**
 * A function that runs at a rate. A run that cannot begin, or fails three times, leaves a message
 * in an alarmed queue.
 */
export class ScheduledFunction extends Construct {
  constructor(scope: Construct, id: string, { target, every, failuresName }: ScheduledFunctionProps) {
    super(scope, id);
    const failures = new Queue(this, 'Failures', {
      queueName: failuresName,
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    const retries = { retryAttempts: 2, maxEventAge: Duration.minutes(5) };
    target.configureAsyncInvoke({ ...retries, onFailure: new SqsDestination(failures) });
    new Rule(this, 'Rule', {
      schedule: Schedule.rate(every),
      targets: [new LambdaFunction(target, { ...retries, deadLetterQueue: failures })],
    });
    alarmWhenFilled(failures, failuresName, 'A scheduled run and its retries failed: look for the error in the log.');
  }
}
