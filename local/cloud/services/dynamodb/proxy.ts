import {
  Agent,
  request as httpRequest,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import { DescribeTableCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { FaultSwitch } from '../../faults/switch.ts';
import type { Meter } from '../../usage.ts';
import { type LocalServer, listen, readBody, sendError, sendJson } from '../server.ts';
import { createConflicts, type Touch } from './conflicts.ts';
import { askingForUnits, countUnits } from './consumption.ts';
import { type KeyNames, touchOf } from './touch.ts';

export interface ProxyOptions {
  /** The engine's address. */
  readonly upstream: string;
  /** A client of the engine itself. */
  readonly client: DynamoDBClient;
  readonly faults: FaultSwitch;
  /** Called with the tables after each write that may have changed them. */
  readonly onWrite?: (tables: readonly string[]) => void;
  /** Called with the units that each call consumes. */
  readonly meter?: Meter | undefined;
}

/**
 * Serves DynamoDB's API in front of the engine and refuses overlapping transactions as DynamoDB
 * does.
 */
export async function startProxy(options: ProxyOptions): Promise<LocalServer> {
  const agent = new Agent({ keepAlive: true, maxSockets: 128 });
  const upstream = new URL(options.upstream);
  const conflicts = createConflicts();
  const keyNames = keyNamesOf(options.client);
  const { meter } = options;

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const operation = operationOf(request);
    const body = await readBody(request);
    const parsed = parse(body);
    const touch = parsed && (await touchOf(operation, parsed, keyNames));
    const hit = touch ? conflicts.enter(touch) : undefined;
    if (touch && hit && hit.size > 0) return refuse(response, touch, hit);
    let reply: Reply;
    try {
      reply = await forward(agent, upstream, request, (meter && askingForUnits(operation, parsed)) ?? body);
    } finally {
      if (touch) conflicts.leave(touch);
    }
    if (touch && touch.kind !== 'transact-read') options.onWrite?.(touch.tables);
    response.writeHead(reply.status, reply.headers);
    response.end(reply.body);
    if (meter) countUnits(meter, operation, request, reply.body);
  };

  /**
   * Responds as if another transaction held the request's first item; a call that cannot conflict
   * gets its usual response.
   */
  const refuseAny = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await readBody(request);
    const parsed = parse(body);
    const touch = parsed && (await touchOf(operationOf(request), parsed, keyNames));
    if (touch && touch.kind !== 'batch-write') return refuse(response, touch, new Set([0]));
    const { status, headers, body: reply } = await forward(agent, upstream, request, body);
    response.writeHead(status, headers).end(reply);
  };

  const server = await listen(
    (request, response) => {
      handle(request, response).catch((error: unknown) => {
        sendError(
          response,
          'dynamodb',
          'InternalServerError',
          `The DynamoDB engine does not answer: ${String(error)}`,
          500,
        );
      });
    },
    {
      faults: options.faults,
      callOf: (request) => ({ service: 'dynamodb', operation: operationOf(request) }),
      refuseAsConflict: (request, response) => void refuseAny(request, response),
    },
  );
  return {
    ...server,
    async stop() {
      await server.stop();
      agent.destroy();
    },
  };
}

function operationOf(request: IncomingMessage): string {
  return String(request.headers['x-amz-target'] ?? '').split('.')[1] ?? '';
}

function parse(body: Buffer): Record<string, unknown> | undefined {
  try {
    return JSON.parse(body.toString('utf8')) as Record<string, unknown>;
  } catch {
    return undefined; // The engine reports the error.
  }
}

function refuse(response: ServerResponse, touch: Touch, hit: ReadonlySet<number>): void {
  if (touch.kind === 'write') {
    sendError(response, 'dynamodb', 'TransactionConflictException', 'Transaction is ongoing for the item', 400);
    return;
  }
  const reasons = touch.items.map((_, index) =>
    hit.has(index) ? { Code: 'TransactionConflict', Message: 'Transaction is ongoing for the item' } : { Code: 'None' },
  );
  const codes = reasons.map(({ Code }) => Code).join(', ');
  sendJson(response, 400, {
    __type: 'com.amazonaws.dynamodb.v20120810#TransactionCanceledException',
    CancellationReasons: reasons,
    Message: `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`,
  });
}

interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

function forward(agent: Agent, upstream: URL, request: IncomingMessage, body: Buffer): Promise<Reply> {
  const { connection: _connection, 'transfer-encoding': _encoding, ...headers } = request.headers;
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest(
      {
        agent,
        hostname: upstream.hostname,
        port: upstream.port,
        method: request.method,
        path: request.url,
        headers: { ...headers, 'content-length': body.length },
      },
      (incoming) => {
        readBody(incoming).then((reply) => {
          const { connection: _closed, 'transfer-encoding': _chunked, ...replyHeaders } = incoming.headers;
          resolve({
            status: incoming.statusCode ?? 500,
            headers: { ...replyHeaders, 'content-length': String(reply.length) },
            body: reply,
          });
        }, reject);
      },
    );
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

/**
 * Looks each table's key up once. A table that is created again under the same name with a
 * different key is not supported.
 */
function keyNamesOf(client: DynamoDBClient): KeyNames {
  const known = new Map<string, Promise<readonly string[]>>();
  return (table) => {
    const cached = known.get(table);
    if (cached) return cached;
    const names = client
      .send(new DescribeTableCommand({ TableName: table }))
      .then(({ Table }) => (Table?.KeySchema ?? []).map(({ AttributeName }) => AttributeName as string));
    known.set(table, names);
    names.catch(() => known.delete(table));
    return names;
  };
}
