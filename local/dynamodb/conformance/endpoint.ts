import type { Json } from '../input.ts';

/** The answer to a call: its output, or the error's code, text and other members. */
export interface Outcome {
  readonly output?: Json;
  readonly error?: {
    readonly name: string;
    readonly message: string;
    readonly reasons?: unknown;
    readonly item?: unknown;
  };
}

export type Caller = (operation: string, input: Json) => Promise<Outcome>;

/** No engine checks the signature, but DynamoDB Local wants one. */
const AUTHORIZATION =
  'AWS4-HMAC-SHA256 Credential=local/20260101/eu-central-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0';

/** Calls DynamoDB's API without the SDK, which would refuse some wrong inputs itself. */
export const callerAt =
  (endpoint: string): Caller =>
  async (operation, input) => {
    const response = await fetch(endpoint, {
      method: 'POST',
      headers: {
        ...{ 'content-type': 'application/x-amz-json-1.0', authorization: AUTHORIZATION },
        ...{ 'x-amz-target': `DynamoDB_20120810.${operation}`, 'x-amz-date': '20260101T000000Z' },
      },
      body: JSON.stringify(input),
    });
    const body = JSON.parse((await response.text()) || '{}') as Json;
    if (response.ok) return { output: body };
    const name = String(body.__type ?? response.status).replace(/^.*#/, '');
    const message = String(body.message ?? body.Message ?? '');
    return { error: { name, message, reasons: body.CancellationReasons, item: body.Item } };
  };
