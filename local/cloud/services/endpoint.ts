import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Cloud, Service } from '../cloud.ts';
import { onKeptPort } from '../data-dir.ts';
import type { FaultSwitch } from '../faults/switch.ts';
import { AwsError } from './aws-error.ts';
import { type Call, type LocalServer, listen, readBody, sendError, sendJson } from './server.ts';

/** Handles one operation of a JSON protocol; the client gets a thrown AwsError. */
export type Operation = (input: Record<string, unknown>) => unknown;

/** One path of a REST protocol, or one of our own pages. */
export interface Route {
  readonly method: string;
  readonly path: RegExp;
  /** The call's name for the fault switch; absent for our own pages. */
  readonly call?: Call;
  answer(input: { readonly path: RegExpExecArray; readonly body: unknown }): unknown;
}

/** The one HTTP endpoint of the adapters that are our own. */
export interface Endpoint {
  readonly service: Service;
  /** The address, once it has started. */
  url(): string;
  /** Serves the operations named `<target>.<operation>` in `x-amz-target`. */
  json(target: string, serviceName: string, operations: Readonly<Record<string, Operation>>): void;
  route(route: Route): void;
}

/** Creates the endpoint; adapters register before or after it starts. */
export function createEndpoint(faults: FaultSwitch): Endpoint {
  const targets = new Map<string, { serviceName: string; operations: Readonly<Record<string, Operation>> }>();
  const routes: Route[] = [];
  let server: LocalServer | undefined;
  let log: Cloud['log'] = () => {};

  const routeOf = (request: IncomingMessage): Route | undefined => {
    const path = (request.url ?? '/').split('?')[0] ?? '/';
    return routes.find((route) => route.method === request.method && route.path.test(path));
  };

  const callOf = (request: IncomingMessage): Call | undefined => {
    const [target, operation] = targetOf(request);
    const service = targets.get(target);
    return service ? { service: service.serviceName, operation } : routeOf(request)?.call;
  };

  const answer = async (request: IncomingMessage): Promise<unknown> => {
    const body = parse(await readBody(request));
    const [target, operation] = targetOf(request);
    const service = targets.get(target);
    if (service) {
      const run = service.operations[operation];
      if (!run)
        throw new AwsError('UnknownOperationException', `The local cloud does not offer ${target}.${operation}`);
      return run(body);
    }
    const route = routeOf(request);
    const path = route?.path.exec((request.url ?? '/').split('?')[0] ?? '/');
    if (!route || !path) {
      throw new AwsError(
        'UnknownOperationException',
        `The local cloud does not offer ${request.method} ${request.url}`,
        404,
      );
    }
    return route.answer({ path, body });
  };

  const handler = (request: IncomingMessage, response: ServerResponse): void => {
    const contentType = String(request.headers['content-type'] ?? 'application/json');
    answer(request).then(
      (result) => sendJson(response, 200, result ?? {}, { 'content-type': contentType }),
      (error: unknown) => {
        if (error instanceof AwsError) return sendError(response, '', error.code, error.message, error.status);
        log(`The local cloud failed at ${String(request.headers['x-amz-target'] ?? request.url)}: ${String(error)}`);
        sendError(response, '', 'InternalFailure', String(error), 500);
      },
    );
  };

  return {
    url: () => {
      if (!server) throw new Error('The endpoint of the local services has not started');
      return server.url;
    },
    json: (target, serviceName, operations) => void targets.set(target, { serviceName, operations }),
    route: (route) => void routes.push(route),
    service: {
      name: 'endpoint',
      types: {},
      async start(cloud) {
        log = cloud.log;
        const start = (port: number) => listen(handler, { faults, callOf, port });
        // Tokens name it as their issuer, and outlive a cloud that keeps its state.
        server = await (cloud.dataDir === undefined ? start(0) : onKeptPort(cloud.dataDir, 'services', start));
        return {};
      },
      async stop() {
        await server?.stop();
      },
    },
  };
}

function targetOf(request: IncomingMessage): [target: string, operation: string] {
  const [target = '', operation = ''] = String(request.headers['x-amz-target'] ?? '').split('.');
  return [target, operation];
}

function parse(body: Buffer): Record<string, unknown> {
  if (body.length === 0) return {};
  try {
    return JSON.parse(body.toString('utf8')) as Record<string, unknown>;
  } catch {
    throw new AwsError('SerializationException', 'The body is not JSON');
  }
}
