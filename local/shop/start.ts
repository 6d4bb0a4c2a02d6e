import { readdir, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { createResources, type Deployment } from '../cloud/assembly/create-resources.ts';
import { type Assembly, readAssembly } from '../cloud/assembly/manifest.ts';
import type { Clock, Cloud, Invoke, Service } from '../cloud/cloud.ts';
import { type CloudClock, createCloudClock } from '../cloud/cloud-clock.ts';
import { claimDataDir, onKeptPort } from '../cloud/data-dir.ts';
import { createEventSources } from '../cloud/event-sources/service.ts';
import type { Spec } from '../cloud/faults/spec.ts';
import { createFaultSwitch, type FaultSwitch } from '../cloud/faults/switch.ts';
import { createGateway, type Gateway } from '../cloud/gateway/service.ts';
import { createLambda, type LambdaService } from '../cloud/lambda/service.ts';
import { listen } from '../cloud/listener.ts';
import { isRunning } from '../cloud/lock.ts';
import { createServices, type Services } from '../cloud/services/index.ts';
import { CleanUp, createStep, type Step } from '../cloud/steps.ts';
import { createUsage } from '../cloud/usage.ts';
import { startStripe } from '../stripe/server.ts';
import { adaptTo, webhooksTo } from './adapt.ts';
import { type Admin, chooseAdmin, createAdmin } from './admin.ts';
import { buildAssembly } from './build-assembly.ts';
import { createConsole } from './console/console.ts';
import type { ShopOutputs } from './outputs.ts';
import { writeOutputs } from './outputs-file.ts';
import type { Progress } from './progress.ts';

/** How to bring a local cloud up. Everything has a default. */
export interface StartOptions {
  /** Where the API listens on 127.0.0.1; 0 takes any free port. Default 0. */
  readonly port?: number;
  /** Whether to fill the shop through its own API. Default false. */
  readonly seed?: boolean;
  /** How long a buyer has to finish a 3-D Secure payment; becomes the app's context `paymentTimeoutSeconds`. */
  readonly paymentTimeoutSeconds?: number;
  /** Multiplies every waiting time between retries (Lambda, streams, Step Functions, webhooks), so that fault tests need not wait. Default 1. */
  readonly retryDelayScale?: number;
  /** Where the assembly of this run is written, and left. Default: a directory under `.local/` that is removed at the end. */
  readonly outDir?: string;
  /** An assembly that is synthesized already: nothing is built then. */
  readonly assemblyDir?: string;
  /** Where state is kept between runs. Default: in memory. */
  readonly dataDir?: string;
  /** Where the outputs are written as JSON; false writes none. Default false. */
  readonly writeOutputs?: string | false;
  /** Execution environments per function. Default 8. */
  readonly environmentsPerFunction?: number;
  /** What time it is at first; `RunningCloud.clock` moves on from there. Default: the machine's. */
  readonly clock?: Clock;
  /** What goes wrong from the moment on when the shop is ready. Default: nothing. */
  readonly faults?: Spec;
  /** One line to the operator about what is going on. Default: nothing is shown. */
  readonly log?: (line: string) => void;
  /** How far the filling of the shop is. Default: nothing is shown. */
  readonly onProgress?: (progress: Progress) => void;
  /** Whether everything that the functions log goes to `log`, or only their errors. Default false. */
  readonly verbose?: boolean;
  /** Whether functions are reloaded when their sources change; not with `assemblyDir`, whose bundles stay as they are. Default false. */
  readonly watch?: boolean;
  /** Stops a start that is under way. */
  readonly signal?: AbortSignal;
}

export interface RunningCloud {
  readonly outputs: ShopOutputs;
  readonly faults: FaultSwitch;
  readonly clock: CloudClock;
  /** By `Service.name`. */
  readonly services: ReadonlyMap<string, Service>;
  readonly invoke: Invoke;
  /** Resolves when an engine dies by itself; never otherwise. */
  readonly crashed: Promise<Error>;
  /** Ends every function, engine and listener of this cloud. Safe to call twice. */
  stop(): Promise<void>;
}

const region = 'eu-central-1';
const accountId = '000000000000';
const apiPrefix = '/v1';

/**
 * Runs the synthesized stacks on this machine and answers when every resource exists and the API listens.
 * Rejects with a message for the operator, and with nothing left running, when the template holds something that is not understood.
 */
export async function startCloud(options: StartOptions = {}): Promise<RunningCloud> {
  const cleanUp = new CleanUp();
  const crash = Promise.withResolvers<Error>();
  const broken = new Promise<never>((_, reject) => {
    crash.promise.then(reject);
    options.signal?.addEventListener('abort', () => reject(options.signal?.reason), { once: true });
  });
  const starting = start(options, cleanUp, crash);
  // When it is given up half way, what it still says is of no interest.
  starting.catch(() => undefined);
  try {
    return await Promise.race([starting, broken]);
  } catch (error) {
    await cleanUp.run();
    throw error;
  }
}

async function start(
  options: StartOptions,
  cleanUp: CleanUp,
  crash: PromiseWithResolvers<Error>,
): Promise<RunningCloud> {
  const { log = () => {}, dataDir, retryDelayScale = 1 } = options;
  const step = createStep(log, options.signal);
  const listener = await listen(options.port ?? 0);
  cleanUp.add(() => listener.close());
  if (dataDir !== undefined) cleanUp.add(await claimDataDir(dataDir));

  const stopping = new AbortController();
  const assembling = assemble(options, step, stopping.signal, cleanUp);
  assembling.catch(() => undefined);
  cleanUp.add(async () => {
    stopping.abort();
    // Its lock and its folder are given back before the process may end.
    await assembling.catch(() => undefined);
  });

  const faults: FaultSwitch = createFaultSwitch(() => compute.lambda.names(), 'souk-local-');
  const local = createServices({ faults, retryDelayScale, onCrash: crash.resolve });
  const clock = createCloudClock(options.clock ?? Date, async () => {
    for (const service of services) await service.clockMoved?.();
  });
  const endpoints: Record<string, string> = {};
  const usage = createUsage();
  const cloud: Cloud = {
    ...{ region, accountId, clock, log, dataDir, meter: usage.meter },
    invoke: (name, payload) => compute.lambda.invoke(name, payload),
    invokeAsync: (name, payload) => compute.lambda.invokeAsync(name, payload),
  };
  const startService = async (service: Service): Promise<void> => {
    cleanUp.add(() => service.stop());
    Object.assign(endpoints, await service.start(cloud));
  };
  await step('Engines are up', async () => {
    for (const service of local.services) await startService(service);
  });

  const assembly = await assembling;
  const apiUrl = `${listener.url}${apiPrefix}`;
  const serving = Promise.withResolvers<void>();
  const endpoint = webhooksTo(apiUrl, assembly.stacks);
  const webhooks = endpoint && { ...endpoint, ready: serving.promise };
  const startStand = (port: number) => startStripe({ clock, dataDir, port, retryDelayScale, webhooks, faults });
  const stripe = await (dataDir === undefined ? startStand(0) : onKeptPort(dataDir, 'stripe', startStand));
  cleanUp.add(() => stripe.close());
  const compute = createCompute(options, faults, local, assembly.assets, endpoints, listener.url);
  for (const service of compute.services) await startService(service);
  const services = [...local.services, ...compute.services];
  const deployment = await step('Resources are made', () =>
    createResources(
      assembly.stacks,
      Object.assign({}, ...services.map(({ types }) => types)),
      cloud,
      adaptTo(stripe.url),
    ),
  );
  const admin = await createAdminOf(deployment, endpoints);
  for (const service of services) await service.begin?.();

  const byName = new Map(services.map((service) => [service.name, service]));
  const { lambda } = compute;
  const stripeUrl = stripe.url;
  const console = createConsole({ services: local, all: byName, lambda, usage, faults, clock, stripeUrl, log });
  listener.serve(compute.gateway.handle, console);
  serving.resolve();
  const outputs: ShopOutputs = {
    apiUrl,
    consoleUrl: `${listener.url}/_local`,
    mailUrl: local.mailUrl(),
    stripeUrl: stripe.url,
    awsEndpoints: { ...endpoints },
    admin,
    outputs: deployment.outputs,
    pid: process.pid,
  };
  if (options.watch) cleanUp.add(await reloadOnChange(options, assembly, compute.lambda, stopping.signal));
  if (options.seed) await step('The shop is filled', () => fill(outputs, options.onProgress));
  if (options.faults) faults.arm(options.faults);
  if (options.writeOutputs) cleanUp.add(await writeOutputs(options.writeOutputs, outputs));
  return {
    ...{ outputs, faults, clock, services: byName, invoke: cloud.invoke, crashed: crash.promise },
    stop: () => cleanUp.run(),
  };
}

/** Reads the given assembly, or bundles and synthesizes one of this run's own. */
async function assemble(options: StartOptions, step: Step, signal: AbortSignal, cleanUp: CleanUp): Promise<Assembly> {
  if (options.assemblyDir !== undefined) return readAssembly(options.assemblyDir);
  await removeRunsOfTheDead();
  const runDir = resolve('.local', `run-${process.pid}-${crypto.randomUUID().slice(0, 8)}`);
  if (options.outDir === undefined) cleanUp.add(() => rm(runDir, { recursive: true, force: true }));
  const outDir = options.outDir ?? join(runDir, 'cdk.out');
  await step('Functions are bundled and stacks synthesized', () =>
    buildAssembly({ outDir, paymentTimeoutSeconds: options.paymentTimeoutSeconds }, signal),
  );
  return readAssembly(outDir);
}

/** Functions run their sources as they are from now on. */
async function reloadOnChange(
  { log = () => {}, paymentTimeoutSeconds }: StartOptions,
  assembly: Assembly,
  lambda: LambdaService,
  signal: AbortSignal,
): Promise<() => void> {
  const { startReloading } = await import('../cloud/reload/reload.ts');
  const synthesize = async (): Promise<Assembly> => {
    const dir = resolve('.local', `run-${process.pid}-${crypto.randomUUID().slice(0, 8)}`);
    try {
      await buildAssembly({ outDir: join(dir, 'cdk.out'), paymentTimeoutSeconds }, signal);
      return await readAssembly(join(dir, 'cdk.out'));
    } finally {
      await rm(dir, { recursive: true, force: true });
    }
  };
  return startReloading({ assembly, lambda, log, synthesize });
}

/** A cloud that was killed could not remove its folder. */
async function removeRunsOfTheDead(): Promise<void> {
  const names = await readdir('.local').catch(() => []);
  const left = names.filter((name) => name.startsWith('run-') && !isRunning(Number(name.split('-')[1])));
  await Promise.all(left.map((name) => rm(resolve('.local', name), { recursive: true, force: true })));
}

/** Lambda, its event sources and API Gateway. */
function createCompute(
  options: StartOptions,
  faults: FaultSwitch,
  local: Services,
  assets: ReadonlyMap<string, string>,
  endpoints: Readonly<Record<string, string>>,
  endpoint: string,
): {
  readonly lambda: LambdaService;
  readonly gateway: Gateway;
  readonly services: readonly Service[];
} {
  const { queues, objects, streams } = local;
  const { retryDelayScale = 1, environmentsPerFunction = 8, verbose = false } = options;
  const lambda = createLambda({
    assets,
    endpoints: () => endpoints,
    destinations: { queues, objects },
    compileCacheDir: resolve('.local', 'compile-cache'),
    ...{ environmentsPerFunction, faults, retryDelayScale, verbose },
  });
  const gateway = createGateway({ endpoint, invoke: lambda.invoke, issuerOf: local.cognito.issuerOf });
  const eventSources = createEventSources({ queues, objects, streams, retryDelayScale });
  return { lambda, gateway, services: [lambda, gateway, eventSources] };
}

/** The admin of the first user pool; without a pool nobody can log in, and the credentials are only names. */
async function createAdminOf(deployment: Deployment, endpoints: Readonly<Record<string, string>>): Promise<Admin> {
  const admin = chooseAdmin();
  const pool = deployment.resources.find(({ resource }) => resource.type === 'AWS::Cognito::UserPool');
  const endpoint = endpoints.AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER;
  if (pool !== undefined && endpoint !== undefined) await createAdmin(pool.created.ref, admin, endpoint, region);
  return admin;
}

async function fill({ apiUrl, admin }: ShopOutputs, onProgress: StartOptions['onProgress']): Promise<void> {
  const { seed } = await import('./seed.ts');
  await seed({ apiUrl, admin, onProgress });
}
