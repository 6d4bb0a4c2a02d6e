import type { Cloud, Service } from '../cloud.ts';
import { onKeptPort } from '../data-dir.ts';
import type { FaultSwitch } from '../faults/switch.ts';
import { type ApiReply, type ApiRequest, type Call, errorReply, jsonReply, textOf, withFaults } from './api.ts';
import { AwsError } from './aws-error.ts';
import { type Apis, createApis, type LocalServer } from './server.ts';

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
export function createEndpoint(faults: FaultSwitch, apis: Apis = createApis()): Endpoint {
  const targets = new Map<string, { serviceName: string; operations: Readonly<Record<string, Operation>> }>();
  const routes: Route[] = [];
  let server: LocalServer | undefined;
  let log: Cloud['log'] = () => {};

  const routeOf = ({ method, path }: ApiRequest): Route | undefined =>
    routes.find((route) => route.method === method && route.path.test(pathOf(path)));

  const callOf = (request: ApiRequest): Call | undefined => {
    const [target, operation] = targetOf(request);
    const service = targets.get(target);
    return service ? { service: service.serviceName, operation } : routeOf(request)?.call;
  };

  const answer = async (request: ApiRequest): Promise<unknown> => {
    const body = parse(textOf(request));
    const [target, operation] = targetOf(request);
    const service = targets.get(target);
    if (service) {
      const run = service.operations[operation];
      if (!run)
        throw new AwsError('UnknownOperationException', `The local cloud does not offer ${target}.${operation}`);
      return run(body);
    }
    const route = routeOf(request);
    const path = route?.path.exec(pathOf(request.path));
    if (!route || !path) {
      throw new AwsError(
        'UnknownOperationException',
        `The local cloud does not offer ${request.method} ${request.path}`,
        404,
      );
    }
    return route.answer({ path, body });
  };

  const handler = async (request: ApiRequest): Promise<ApiReply> => {
    const contentType = request.headers['content-type'] ?? 'application/json';
    try {
      return jsonReply(200, (await answer(request)) ?? {}, { 'content-type': contentType });
    } catch (error) {
      if (error instanceof AwsError) return errorReply('', error.code, error.message, error.status);
      log(`The local cloud failed at ${request.headers['x-amz-target'] ?? request.path}: ${String(error)}`);
      return errorReply('', 'InternalFailure', String(error), 500);
    }
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
        const start = (port: number) => apis.serve(withFaults(handler, { faults, callOf }), port);
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

function targetOf({ headers }: ApiRequest): [target: string, operation: string] {
  const [target = '', operation = ''] = (headers['x-amz-target'] ?? '').split('.');
  return [target, operation];
}

const pathOf = (path: string): string => path.split('?')[0] ?? '/';

function parse(body: string): Record<string, unknown> {
  if (body.length === 0) return {};
  try {
    return JSON.parse(body) as Record<string, unknown>;
  } catch {
    throw new AwsError('SerializationException', 'The body is not JSON');
  }
}
