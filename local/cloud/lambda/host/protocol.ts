/**
 * The messages between the cloud and a host, a thread in which execution environments run. Each
 * post carries a list of them, in order.
 */

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

/** The event is JSON text, as on AWS. */
export interface Invocation {
  readonly requestId: string;
  readonly event: string;
  /** Milliseconds since the epoch, on the cloud's clock. */
  readonly deadline: number;
  /** Milliseconds that the cloud's clock is ahead of the machine's. */
  readonly clockOffset: number;
  readonly traceId: string;
}

/** A call from a function to a local service. */
export interface ServiceCall {
  readonly id: number;
  /** `http://127.0.0.1:<port>`. */
  readonly origin: string;
  readonly method: string;
  readonly path: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

export interface ServiceReply {
  readonly id: number;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

/** An error as Lambda reports it. */
export interface ErrorReport {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace: string[];
}

/** Sent to a host. */
export type ToHost =
  | {
      readonly kind: 'start';
      readonly environment: number;
      readonly settings: EnvironmentSettings;
      readonly variables: Readonly<Record<string, string>>;
      /** The addresses that calls reach through messages. */
      readonly origins: readonly string[];
    }
  | { readonly kind: 'invoke'; readonly environment: number; readonly invocation: Invocation }
  /** From now on, nothing that the environment does has an effect. */
  | { readonly kind: 'end'; readonly environment: number }
  | { readonly kind: 'reply'; readonly reply: ServiceReply }
  /** The connection broke before the reply. */
  | { readonly kind: 'lost'; readonly id: number }
  | { readonly kind: 'ping' };

/** Sent by a host about an environment. `ready` and `failed-init` come once, before any result. */
export type FromEnvironment =
  | { readonly kind: 'ready' }
  | { readonly kind: 'failed-init'; readonly error: ErrorReport }
  /** The handler runs from now on. */
  | { readonly kind: 'began' }
  | { readonly kind: 'answer'; readonly requestId: string; readonly result: string }
  | { readonly kind: 'error'; readonly requestId: string; readonly error: ErrorReport }
  /** The environment has ended itself. */
  | { readonly kind: 'crash'; readonly error: ErrorReport }
  | { readonly kind: 'line'; readonly line: string }
  | { readonly kind: 'call'; readonly call: ServiceCall };

/** Sent by a host. */
export type FromHost =
  | { readonly kind: 'pong' }
  | { readonly kind: 'environment'; readonly environment: number; readonly message: FromEnvironment };
