import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { DynamoDBRecord, SQSRecord } from 'aws-lambda';
import type { Execution } from './step-functions/executions.ts';

/**
 * What the services offer to each other, to the compute half and to a console. A handle is usable
 * once its service has started.
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
  /** Where the mails sent are listed as JSON, newest first: `{ to, subject, text, html, … }[]`. */
  mailUrl(): string;
}

export interface Streams {
  /** Opens an independent reader with a checkpoint of its own, kept by `readerName` between runs when there is a data directory. */
  open(
    streamArn: string,
    options: { readonly readerName: string; readonly from: 'TRIM_HORIZON' | 'LATEST' },
  ): StreamReader;
}

export interface StreamReader {
  /**
   * Answers the next records, at most `limit`, as Lambda sees them; empty when there is none yet. Each call moves on. One shard (all that
   * a local stream has), in order of the writes.
   */
  read(limit: number): Promise<DynamoDBRecord[]>;
  /** Keeps the position after the last read record as the checkpoint. */
  commit(): Promise<void>;
  /** Goes back to the last checkpoint, so that the records since are read again. */
  rewind(): void;
  /** Resolves when there may be records: at once after a write through the proxy, else after the idle interval (200 ms), or on abort. */
  waitForRecords(signal?: AbortSignal): Promise<void>;
}

export interface SendOptions {
  readonly delaySeconds?: number;
  readonly messageGroupId?: string;
  readonly messageDeduplicationId?: string;
  /** String attributes by name. */
  readonly attributes?: Readonly<Record<string, string>>;
}

/** SQS by queue ARN. Redrive to the dead-letter queue after maxReceiveCount is the engine's work. */
export interface Queues {
  send(queueArn: string, body: string, options?: SendOptions): Promise<{ readonly messageId: string }>;
  /** Waits up to `waitMs` (default 0, at most 20,000) for up to `max` (default 10) messages, shaped as Lambda sees them. */
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
  /** The oldest messages, at most `max`, in whatever state. */
  peek(queueArn: string, max: number): readonly QueuedMessage[];
  /** The ARN of the queue's dead-letter queue. */
  deadLettersOf(queueArn: string): string | undefined;
  /** The ARN behind a queue URL or a queue's name; throws if there is none. */
  arnOf(urlOrName: string): string;
  list(): readonly string[];
}

/** A message as it lies in a queue; looking at it does not receive it. */
export interface QueuedMessage {
  readonly messageId: string;
  readonly body: string;
  /** Milliseconds. */
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

/** The tables as they are: who looks at them here meets no injected failure. */
export interface Tables {
  names(): readonly string[];
  client(): DynamoDBDocumentClient;
}

export interface Workflows {
  /** All executions, oldest first. */
  executions(): readonly Execution[];
}

/** EventBridge for those who put events without HTTP, such as schedules and the console. */
export interface Events {
  /** The last events, newest first, at most 10,000. */
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
