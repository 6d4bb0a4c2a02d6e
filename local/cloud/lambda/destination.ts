/** Destinations for the records of failed work, which the local SQS and S3 offer. */
export interface DestinationServices {
  readonly queues: {
    send(
      queueArn: string,
      body: string,
      options?: { readonly attributes?: Readonly<Record<string, string>> },
    ): Promise<unknown>;
  };
  readonly objects: { put(bucket: string, key: string, body: string): Promise<void> };
}

export type Destination =
  | { readonly kind: 'queue'; readonly arn: string }
  | { readonly kind: 'bucket'; readonly arn: string; readonly name: string };

/**
 * Reads a template's `DestinationConfig.OnFailure.Destination`; undefined when there is none.
 * Throws for any service except SQS and S3.
 */
export function destinationOf(arn: unknown): Destination | undefined {
  if (arn === undefined) return undefined;
  if (typeof arn === 'string') {
    if (arn.startsWith('arn:aws:sqs:')) return { kind: 'queue', arn };
    if (arn.startsWith('arn:aws:s3:::')) return { kind: 'bucket', arn, name: arn.slice('arn:aws:s3:::'.length) };
  }
  throw new Error(`a failure destination must be a queue or a bucket, not ${JSON.stringify(arn)}`);
}
