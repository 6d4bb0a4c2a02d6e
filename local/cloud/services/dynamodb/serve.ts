import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FaultSwitch } from '../../faults/switch.ts';
import { type LocalServer, listen, readBody, sendError } from '../server.ts';
import { type DynamoDbCall, type DynamoDbHandler, type DynamoDbReply, operationOf } from './handler.ts';

/** Serves DynamoDB's API over HTTP, behind the fault switch. */
export function serveDynamoDb(handler: DynamoDbHandler, faults: FaultSwitch): Promise<LocalServer> {
  const serve = (answer: (call: DynamoDbCall) => DynamoDbReply | Promise<DynamoDbReply>) => {
    const run = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
      const body = (await readBody(request)).toString('utf8');
      const {
        status,
        headers,
        body: text,
      } = await answer({ target: targetOf(request), body, caller: callerOf(request) });
      response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(text) });
      response.end(text);
    };
    return (request: IncomingMessage, response: ServerResponse) => {
      run(request, response).catch((error: unknown) => {
        sendError(response, 'dynamodb', 'InternalServerError', `The local DynamoDB failed: ${String(error)}`, 500);
      });
    };
  };
  return listen(serve(handler.answer), {
    faults,
    callOf: (request) => ({ service: 'dynamodb', operation: operationOf(targetOf(request)) }),
    refuseAsConflict: serve(handler.refuse),
  });
}

const targetOf = (request: IncomingMessage): string => String(request.headers['x-amz-target'] ?? '');

const callerOf = (request: IncomingMessage): string | undefined =>
  /(?:^| )app\/(\S+)/.exec(request.headers['user-agent'] ?? '')?.[1];
