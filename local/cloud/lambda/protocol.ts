/** What the cloud and the worker of an execution environment say to each other. */

/** Given to the worker at its start. */
export interface EnvironmentSettings {
  /** The directory of the deployed bundle. */
  readonly taskRoot: string;
  /** `<file>.<export>`, e.g. `index.handler`. */
  readonly handler: string;
  /** Where V8's compiled code is kept, so that the next environment loads faster. */
  readonly compileCacheDir: string;
  readonly functionName: string;
  readonly functionArn: string;
  readonly memoryMb: number;
  readonly logGroupName: string;
  readonly logStreamName: string;
  readonly jsonLogs: boolean;
}

/** To the worker. The event travels as JSON, as it does on AWS. */
export interface InvokeMessage {
  readonly requestId: string;
  readonly event: string;
  /** Milliseconds since the epoch, on the cloud's clock. */
  readonly deadline: number;
  /** How far the cloud's clock is ahead of the machine's, in milliseconds. */
  readonly clockOffset: number;
  readonly traceId: string;
}

export interface ErrorReport {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace: string[];
}

/** From the worker. `ready` and `failed-init` come once, before any answer. */
export type WorkerMessage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'failed-init'; readonly error: ErrorReport }
  | { readonly kind: 'answer'; readonly requestId: string; readonly result: string }
  | { readonly kind: 'error'; readonly requestId: string; readonly error: ErrorReport }
  | { readonly kind: 'crash'; readonly error: ErrorReport };
