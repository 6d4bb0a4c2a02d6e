import type { Clock, Invoke, Service } from './cloud.ts';

/** How to bring a local cloud up. Everything has a default. */
export interface StartOptions {
  /** Where the API listens on 127.0.0.1; 0 takes any free port. Default 0. */
  readonly port?: number;
  /** Whether to fill the shop through its own API. Default false. */
  readonly seed?: boolean;
  /** How long a buyer has to finish a 3-D Secure payment; becomes the app's context `paymentTimeoutSeconds`. */
  readonly paymentTimeoutSeconds?: number;
  /** Multiplies every waiting time between retries (Lambda, streams, Step Functions), so that fault tests need not wait. Default 1. */
  readonly retryDelayScale?: number;
  /** Where the assembly of this run is written. Default: a directory of its own under `.local/`, removed at the end. */
  readonly outDir?: string;
  /** An assembly that is synthesized already: nothing is built then. */
  readonly assemblyDir?: string;
  /** Where state is kept between runs. Default: in memory. */
  readonly dataDir?: string;
  /** Where the outputs are written as JSON; false writes none. Default false. */
  readonly writeOutputs?: string | false;
  /** Execution environments per function. Default 8. */
  readonly environmentsPerFunction?: number;
  readonly clock?: Clock;
  /** One line to the operator about what is going on. Default: nothing is shown. */
  readonly log?: (line: string) => void;
  /** Whether functions' own output goes to `log` as well. Default false. */
  readonly verbose?: boolean;
}

/** What a client needs to know of a running cloud; also the content of `.local/outputs.json`. */
export interface CloudOutputs {
  /** With the stage's prefix, without a slash at the end: `http://127.0.0.1:4000/v1`. */
  readonly apiUrl: string;
  readonly mailUrl: string;
  readonly stripeUrl: string;
  /** The SDK's environment variables of the local engines, e.g. `AWS_ENDPOINT_URL_DYNAMODB`. */
  readonly awsEndpoints: Readonly<Record<string, string>>;
  readonly admin: { readonly email: string; readonly password: string };
  /** By stack and output name. */
  readonly outputs: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly pid: number;
}

/** The part of the fault switch that is common to all services; see `local/services` for what a fault may say. */
export interface FaultSwitch {
  /** Answers the fault's id. */
  add(fault: Readonly<Record<string, unknown>>): string;
  remove(id: string): boolean;
  clear(): void;
  list(): readonly unknown[];
}

export interface RunningCloud {
  readonly outputs: CloudOutputs;
  readonly faults: FaultSwitch;
  /** By `Service.name`. */
  readonly services: ReadonlyMap<string, Service>;
  readonly invoke: Invoke;
  /** Ends every function, engine and listener of this cloud. Safe to call twice. */
  stop(): Promise<void>;
}

/**
 * Runs the synthesized stacks on this machine and answers when every resource exists and the API listens.
 * Rejects with a one-line message, and with nothing left running, when the template holds something that is not understood.
 */
export async function startCloud(_options: StartOptions = {}): Promise<RunningCloud> {
  throw new Error('the local cloud does not start yet');
}
