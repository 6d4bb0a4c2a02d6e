import type { Journal } from './journal.ts';
import type { Meter } from './usage.ts';

/**
 * The seams of the local cloud: what an adapter of an AWS service offers and what it may use.
 * Units: times in milliseconds since the epoch unless a name says otherwise.
 */

export interface Clock {
  now(): number;
}

/** The outcome of a Lambda invocation. The error's shape is the one that Lambda itself reports. */
export type InvocationResult =
  | { readonly ok: true; readonly payload: unknown }
  | {
      readonly ok: false;
      readonly errorType: string;
      readonly errorMessage: string;
      readonly trace?: readonly string[];
    };

/**
 * Runs a deployed function, by name or ARN, and waits for its result. Never rejects because of the
 * function's own error.
 */
export type Invoke = (functionNameOrArn: string, payload: unknown) => Promise<InvocationResult>;

/** The parts of the cloud that an adapter can use. */
export interface Cloud {
  readonly region: string;
  readonly accountId: string;
  readonly clock: Clock;
  /** Shows one line to the operator. */
  readonly log: (line: string) => void;
  /** The folder that keeps state between runs; undefined keeps it in memory. */
  readonly dataDir: string | undefined;
  /** Where a service writes what it is about to acknowledge; without a data directory, nowhere. */
  readonly journal: Journal;
  readonly invoke: Invoke;
  /** Called with each unit that AWS would bill. */
  readonly meter?: Meter;
  /**
   * Accepts an `Event` invocation. As the template says, Lambda retries it and then sends it to its
   * failure destination.
   */
  readonly invokeAsync?: (functionNameOrArn: string, payload: unknown) => void;
}

/** A resource of the template with its intrinsic functions already resolved. */
export interface Resource {
  readonly stack: string;
  readonly logicalId: string;
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** The values that `Ref` and `Fn::GetAtt` return for a created resource. */
export interface Created {
  readonly ref: string;
  readonly attributes?: Readonly<Record<string, string>>;
}

/** How one CloudFormation type is created locally. */
export interface ResourceType {
  /**
   * The dotted paths of the properties that are understood, `*` standing for any array index or map
   * key, e.g. `Replicas.*.PointInTimeRecoverySpecification`. A listed path covers everything below
   * it. A property outside the list stops the start with a message: nothing is ignored silently.
   */
  readonly properties: readonly string[];
  create(resource: Resource, cloud: Cloud): Promise<Created>;
}

/** One emulated AWS service (or a few that share an engine). */
export interface Service {
  readonly name: string;
  /** By CloudFormation type. */
  readonly types: Readonly<Record<string, ResourceType>>;
  /**
   * Starts the engine, before any resource is created. Returns the SDK's environment, e.g.
   * `AWS_ENDPOINT_URL_SQS`.
   */
  start(cloud: Cloud): Promise<Readonly<Record<string, string>>>;
  /** Called when every resource exists: starts pollers and schedules. */
  begin?(): Promise<void>;
  /** Called when the clock has been set ahead: starts the work that is now due. */
  clockMoved?(): Promise<void>;
  /** The present state as JSON, for a page that shows it. */
  inspect?(): Promise<unknown>;
  stop(): Promise<void>;
}
