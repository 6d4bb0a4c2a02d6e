import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { DynamoDBRecord, SQSRecord } from 'aws-lambda';
import type { Execution } from './step-functions/execution.ts';

/**
 * The parts that services offer each other, the compute half and a console. A handle is usable once
 * its service has started.
 */
export interface Handles {
  readonly streams: Streams;
  readonly queues: Queues;
  readonly objects: Objects;
  readonly events: Events;
  readonly tables: Tables;
  readonly workflows: Workflows;
  readonly secrets: Secrets;
  readonly cognito: Cognito;
  /**
   * The address that lists the sent mails as JSON, newest first:
   * `{ to, subject, text, html, … }[]`.
   */
  mailUrl(): string;
}

export interface Streams {
  /**
   * Opens an independent reader with its own checkpoint. With a data directory, the checkpoint is
   * stored under `readerName` between runs.
   */
  open(
    streamArn: string,
    options: { readonly readerName: string; readonly from: 'TRIM_HORIZON' | 'LATEST' },
  ): StreamReader;
}

export interface StreamReader {
  /**
   * Returns the next records, at most `limit`, in Lambda's shape; an empty list when there is none
   * yet. Each call moves on. The records are those of the one shard of a local stream, in order of
   * the writes.
   */
  read(limit: number): Promise<DynamoDBRecord[]>;
  /** Stores the position after the last read record as the checkpoint. */
  commit(): Promise<void>;
  /** Returns to the last checkpoint, so that the records since are read again. */
  rewind(): void;
  /**
   * Resolves when there are records, or on abort.
   */
  waitForRecords(signal?: AbortSignal): Promise<void>;
}

/** EventBridge's operation, for services that publish events themselves. */
export type PutEvents = (
  request: Record<string, unknown>,
) => Promise<{ readonly FailedEntryCount: number; readonly Entries: readonly object[] }>;

/** An event of an AWS service, to the account's own bus. AWS bills none of these. */
export type TellDefaultBus = (source: string, detailType: string, detail: object) => Promise<void>;

export interface SendOptions {
  readonly delaySeconds?: number;
  readonly messageGroupId?: string;
  readonly messageDeduplicationId?: string;
  /** String attributes by name. */
  readonly attributes?: Readonly<Record<string, string>>;
}

/** SQS by queue ARN. The engine moves a message to the dead-letter queue after maxReceiveCount. */
export interface Queues {
  send(queueArn: string, body: string, options?: SendOptions): Promise<{ readonly messageId: string }>;
  /**
   * Waits up to `waitMs` (default 0, at most 20,000) for up to `max` (default 10) messages in
   * Lambda's shape.
   */
  receive(
    queueArn: string,
    options?: {
      readonly max?: number;
      readonly waitMs?: number;
      readonly visibilitySeconds?: number;
      readonly signal?: AbortSignal;
    },
  ): Promise<SQSRecord[]>;
  delete(queueArn: string, receiptHandles: readonly string[]): Promise<void>;
  changeVisibility(queueArn: string, receiptHandle: string, seconds: number): Promise<void>;
  depth(queueArn: string): Promise<{ readonly visible: number; readonly inFlight: number; readonly delayed: number }>;
  /** Returns the oldest messages, at most `max`, in any state. */
  peek(queueArn: string, max: number): readonly QueuedMessage[];
  /** The ARN of the queue's dead-letter queue. */
  deadLettersOf(queueArn: string): string | undefined;
  /** Returns the ARN of a queue by its URL or name; throws if there is none. */
  arnOf(urlOrName: string): string;
  list(): readonly string[];
}

/** A message as it is in a queue; reading it here does not receive it. */
export interface QueuedMessage {
  readonly messageId: string;
  readonly body: string;
  /** Milliseconds since the epoch. */
  readonly sentAt: number;
  readonly receiveCount: number;
  readonly state: 'visible' | 'in flight' | 'delayed';
}

/** S3, for failure destinations. Buckets by name or ARN. */
export interface Objects {
  put(bucket: string, key: string, body: string): Promise<void>;
  list(bucket: string): Promise<readonly string[]>;
  get(bucket: string, key: string): Promise<string>;
}

/** Direct access to the tables, without injected failures. */
export interface Tables {
  names(): readonly string[];
  client(): DynamoDBClient;
}

export interface Workflows {
  /** All executions, oldest first. */
  executions(): readonly Execution[];
}

/** EventBridge for callers in this process, such as schedules and the console. */
export interface Events {
  /** The newest events, newest first, at most 10,000. */
  recent(): readonly BusEvent[];
}

/** An event as a rule's target receives it. */
export interface BusEvent {
  readonly version: '0';
  readonly id: string;
  readonly 'detail-type': string;
  readonly source: string;
  readonly account: string;
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: unknown;
}

export interface Secrets {
  /** The value of a secret or parameter by name or ARN. */
  get(nameOrArn: string): string | undefined;
  set(name: string, value: string): void;
}

export interface Cognito {
  /** The `iss` of the pool's tokens; its keys are at `<issuer>/.well-known/jwks.json`. */
  issuerOf(userPoolId: string): string;
}
