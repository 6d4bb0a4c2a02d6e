import { Readable } from 'node:stream';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { DynamoDbHandler } from './handler.ts';

interface HttpRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** A client that reaches the handler without a network, and without injected failures. */
export function clientOf(handler: DynamoDbHandler): DynamoDBClient {
  return new DynamoDBClient({
    region: 'eu-central-1',
    endpoint: 'http://dynamodb.local',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    requestHandler: {
      async handle({ headers, body }: HttpRequest) {
        const reply = await handler.answer({ target: headers['x-amz-target'] ?? '', body: String(body ?? '') });
        return {
          response: {
            statusCode: reply.status,
            headers: reply.headers,
            body: Readable.from([Buffer.from(reply.body)]),
          },
        };
      },
    } as never,
  });
}
