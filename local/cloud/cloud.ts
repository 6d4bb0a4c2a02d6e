import type { Meter } from './usage.ts';

/**
 * The seams of the local cloud: what an adapter of an AWS service offers and what it may use.
 * Units: times in milliseconds since the epoch unless a name says otherwise.
 */

export interface Clock {
  now(): number;
}

/** What a Lambda invocation came to. The error's shape is the one that Lambda itself reports. */
export type InvocationResult =
  | { readonly ok: true; readonly payload: unknown }
  | {
      readonly ok: false;
      readonly errorType: string;
      readonly errorMessage: string;
      readonly trace?: readonly string[];
    };

/** Runs a deployed function, by name or ARN, and waits for its answer. Never rejects because of the function's own error. */
export type Invoke = (functionNameOrArn: string, payload: unknown) => Promise<InvocationResult>;

/** What an adapter can reach. */
export interface Cloud {
  readonly region: string;
  readonly accountId: string;
  readonly clock: Clock;
  /** One line to the operator. */
  readonly log: (line: string) => void;
  /** Where state is kept between runs; undefined keeps it in memory. */
  readonly dataDir: string | undefined;
  readonly invoke: Invoke;
  /** Told what AWS would bill. */
  readonly meter?: Meter;
  /** Accepts an `Event` invocation: Lambda retries it and sets it aside as the template says. */
  readonly invokeAsync?: (functionNameOrArn: string, payload: unknown) => void;
}

/** A resource of the template with its intrinsic functions already resolved. */
export interface Resource {
  readonly stack: string;
  readonly logicalId: string;
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** What `Ref` and `Fn::GetAtt` answer for a created resource. */
export interface Created {
  readonly ref: string;
  readonly attributes?: Readonly<Record<string, string>>;
}

/** How one CloudFormation type is made locally. */
export interface ResourceType {
  /**
   * The dotted paths of properties that are understood, `*` standing for any array index or map key, e.g.
   * `Replicas.*.PointInTimeRecoverySpecification`. A listed path covers everything below it. A property outside the list stops the start
   * with a message: nothing is ignored silently.
   */
  readonly properties: readonly string[];
  create(resource: Resource, cloud: Cloud): Promise<Created>;
}

/** One emulated AWS service (or a few that share an engine). */
export interface Service {
  readonly name: string;
  /** By CloudFormation type. */
  readonly types: Readonly<Record<string, ResourceType>>;
  /** Brings the engine up, before any resource is created. Answers the SDK's environment, e.g. `AWS_ENDPOINT_URL_SQS`. */
  start(cloud: Cloud): Promise<Readonly<Record<string, string>>>;
  /** Called when every resource exists: pollers and schedules begin here. */
  begin?(): Promise<void>;
  /** Called when the clock has been set ahead: what is due by now begins. */
  clockMoved?(): Promise<void>;
  /** How it is now, for a page that shows it, as JSON. */
  inspect?(): Promise<unknown>;
  stop(): Promise<void>;
}
