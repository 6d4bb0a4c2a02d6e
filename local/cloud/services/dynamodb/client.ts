import { Readable } from 'node:stream';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { DynamoDbHandler } from './handler.ts';

interface HttpRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/** A client that reaches the handler without a network. */
export function clientOf({ answer }: DynamoDbHandler): DynamoDBClient {
  return new DynamoDBClient({
    region: 'eu-central-1',
    endpoint: 'http://dynamodb.local',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    requestHandler: {
      async handle({ headers, body }: HttpRequest) {
        const {
          status,
          headers: replied,
          body: text,
        } = await answer({
          ...{ method: 'POST', path: '/', headers },
          body: body ?? '',
        });
        return { response: { statusCode: status, headers: replied, body: Readable.from([Buffer.from(text)]) } };
      },
    } as never,
  });
}
