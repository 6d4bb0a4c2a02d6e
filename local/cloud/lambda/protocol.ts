/** The messages between the cloud and the worker of an execution environment. */

/** Passed to the worker at its start. */
export interface EnvironmentSettings {
  /** The directory of the deployed bundle. */
  readonly taskRoot: string;
  /** `<file>.<export>`, e.g. `index.handler`. */
  readonly handler: string;
  /** The folder of V8's compiled code, so that the next environment loads faster. */
  readonly compileCacheDir: string;
  readonly functionName: string;
  readonly functionArn: string;
  readonly memoryMb: number;
  readonly logGroupName: string;
  readonly logStreamName: string;
  readonly jsonLogs: boolean;
}

/** Sent to the worker. The event is JSON text, as on AWS. */
export interface InvokeMessage {
  readonly requestId: string;
  readonly event: string;
  /** Milliseconds since the epoch, on the cloud's clock. */
  readonly deadline: number;
  /** Milliseconds that the cloud's clock is ahead of the machine's. */
  readonly clockOffset: number;
  readonly traceId: string;
}

export interface ErrorReport {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace: string[];
}

/** Sent by the worker. `ready` and `failed-init` come once, before any result. */
export type WorkerMessage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'failed-init'; readonly error: ErrorReport }
  | { readonly kind: 'answer'; readonly requestId: string; readonly result: string }
  | { readonly kind: 'error'; readonly requestId: string; readonly error: ErrorReport }
  | { readonly kind: 'crash'; readonly error: ErrorReport };
