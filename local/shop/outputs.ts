import type { Admin } from './admin.ts';

/** The data that a client needs about a running shop; also the content of `.local/outputs.json`. */
export interface ShopOutputs {
  /** With the stage's prefix, without a trailing slash: `http://127.0.0.1:4000/v1`. */
  readonly apiUrl: string;
  /** For a browser; to programs its pages return JSON. */
  readonly consoleUrl: string;
  readonly mailUrl: string;
  readonly stripeUrl: string;
  /** The SDK's environment variables of the local engines, e.g. `AWS_ENDPOINT_URL_DYNAMODB`. */
  readonly awsEndpoints: Readonly<Record<string, string>>;
  readonly admin: Admin;
  /** By stack and output name. */
  readonly outputs: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly pid: number;
}
