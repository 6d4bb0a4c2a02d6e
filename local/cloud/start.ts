import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type Adapt, createResources, type Deployment } from './assembly/create-resources.ts';
import { type Assembly, readAssembly } from './assembly/manifest.ts';
import { cachedAssembly, copiedAssembly } from './assembly-cache.ts';
import type { Clock, Cloud, Invoke, Service } from './cloud.ts';
import { type CloudClock, createCloudClock } from './cloud-clock.ts';
import { claimDataDir, openKeptJournal } from './data-dir.ts';
import { createEventSources } from './event-sources/service.ts';
import { createFaultSwitch, type FaultSwitch } from './faults/switch.ts';
import { createGateway, type Gateway } from './gateway/service.ts';
import { type Journal, memoryJournal } from './journal.ts';
import { createLambda, type LambdaService } from './lambda/service.ts';
import { listen, type Page } from './listener.ts';
import type { Handles } from './services/handles.ts';
import { createServices, type Services } from './services/index.ts';
import { CleanUp, createStep, type Step } from './steps.ts';
import { type CdkApp, removeRunsOfTheDead, runDirOf, synthesize } from './synthesize.ts';
import { createUsage, type Usage } from './usage.ts';

/** How to run an app. Every member but `app` has a default. */
export interface CloudOptions {
  /** An app that is synthesized first, or the folder of an existing assembly. */
  readonly app: CdkApp | string;
  /** The API's port on 127.0.0.1; 0 uses any free port. Default 0. */
  readonly port?: number;
  /** The region of the stacks. Default `eu-central-1`. */
  readonly region?: string;
  /**
   * Multiplies every delay between retries (Lambda, streams, Step Functions), so that fault tests
   * need not wait. Default 1.
   */
  readonly retryDelayScale?: number;
  /** The folder that keeps state between runs. Default: in memory. */
  readonly dataDir?: string;
  /**
   * A file that `Journal.save` wrote: a cloud without kept state begins with it. Default: empty.
   */
  readonly initialState?: string | undefined;
  /** Execution environments per function. Default 8. */
  readonly environmentsPerFunction?: number;
  /**
   * The common beginning of all functions' names, so that a fault may leave it out. Default: none.
   */
  readonly functionPrefix?: string;
  /**
   * The folder that keeps compiled code between runs, so that functions start sooner. Default
   * `.local/compile-cache`.
   */
  readonly compileCacheDir?: string;
  /** The time at the start; `RunningCloud.clock` continues from it. Default: the machine's. */
  readonly clock?: Clock;
  /** Receives each line for the operator. Default: nothing is shown. */
  readonly log?: (line: string) => void;
  /**
   * Whether everything that the functions log goes to `log`, or only their errors. Default false.
   */
  readonly verbose?: boolean;
  /** Receives the steps of the start that are under way, whenever they change. */
  readonly onSteps?: (underWay: readonly string[]) => void;
  /** Aborts a start that is under way. */
  readonly signal?: AbortSignal;
}

export interface RunningCloud {
  /** The API's address, without a trailing slash: `http://127.0.0.1:4000`. */
  readonly url: string;
  readonly region: string;
  /** The SDK's environment variables of the local engines, e.g. `AWS_ENDPOINT_URL_DYNAMODB`. */
  readonly endpoints: Readonly<Record<string, string>>;
  readonly assembly: Assembly;
  readonly faults: FaultSwitch;
  readonly clock: CloudClock;
  /** Where what the cloud acknowledged is kept; without a data directory, nowhere. */
  readonly journal: Journal;
  readonly usage: Usage;
  readonly lambda: LambdaService;
  /** Direct access to queues, tables, streams and so on, without a network between. */
  readonly handles: Handles;
  /** The services by `Service.name`. */
  readonly services: ReadonlyMap<string, Service>;
  readonly log: (line: string) => void;
  readonly invoke: Invoke;
  /** Registers a task that runs when the cloud stops, before the tasks registered earlier. */
  onStop(task: () => unknown): void;
  /** Stops every function, engine and listener of this cloud. Safe to call twice. */
  stop(): Promise<void>;
}

/**
 * A cloud whose engines run and whose template is read. The app takes the rest of the steps, in
 * this order.
 */
export interface Opening {
  readonly cloud: RunningCloud;
  /**
   * Creates every resource.
   *
   * @param adapt changes those that differ on this machine.
   */
  deploy(adapt?: Adapt): Promise<Deployment>;
  /** Starts pollers and schedules, then serves the API. */
  serve(page?: Page): Promise<void>;
  /** Resolves when the API answers. */
  readonly serving: Promise<void>;
}

const accountId = '000000000000';

/**
 * Runs the synthesized stacks on this machine. Resolves when every resource exists and the API
 * listens. Rejects with a message for the operator, and with nothing left running, when a part of
 * the template is not understood.
 */
export function startCloud(options: CloudOptions): Promise<RunningCloud & Pick<Deployment, 'outputs'>> {
  return openCloud(options, async ({ cloud, deploy, serve }) => {
    const { outputs } = await deploy();
    await serve();
    return { ...cloud, outputs };
  });
}

/**
 * The same for an app that brings more than its template: stand-ins of services outside AWS, a
 * page, a first user, data. Resolves to the result of `open`. When `open` fails or the signal
 * aborts, nothing is left running.
 */
export async function openCloud<T>(options: CloudOptions, open: (opening: Opening) => Promise<T>): Promise<T> {
  const cleanUp = new CleanUp();
  const broken = new Promise<never>((_, reject) => {
    options.signal?.addEventListener('abort', () => reject(options.signal?.reason), { once: true });
  });
  const starting = begin(options, cleanUp).then(open);
  // After an abort, a later rejection of the start is of no interest.
  starting.catch(() => undefined);
  try {
    return await Promise.race([starting, broken]);
  } catch (error) {
    await cleanUp.run();
    throw error;
  }
}

async function begin(options: CloudOptions, cleanUp: CleanUp): Promise<Opening> {
  const { app, log = () => {}, dataDir, region = 'eu-central-1', retryDelayScale = 1 } = options;
  const step = createStep({ log, onSteps: options.onSteps, signal: options.signal });
  const listener = await listen(options.port ?? 0);
  cleanUp.add(() => listener.close());
  if (dataDir !== undefined) cleanUp.add(await claimDataDir(dataDir));
  const { initialState: from } = options;
  const journal = dataDir === undefined ? memoryJournal(from) : openKeptJournal(dataDir, from);
  cleanUp.add(() => journal.close());

  const assembling = startAssembling(app, step, cleanUp);

  const faults: FaultSwitch = createFaultSwitch(() => compute.lambda.names(), options.functionPrefix);
  const local = createServices({ faults, retryDelayScale });
  const clock = createCloudClock(options.clock ?? Date, async () => {
    for (const service of services) await service.clockMoved?.();
  });
  const endpoints: Record<string, string> = {};
  const usage = createUsage();
  const owner: Cloud = {
    ...{ region, accountId, clock, log, dataDir, journal, meter: usage.meter },
    invoke: (name, payload) => compute.lambda.invoke(name, payload),
    invokeAsync: (name, payload) => compute.lambda.invokeAsync(name, payload),
  };
  const startService = async (service: Service): Promise<void> => {
    cleanUp.add(() => service.stop());
    Object.assign(endpoints, await service.start(owner));
  };
  await step({ doing: 'Starting the engines', done: 'Engines are up' }, async () => {
    for (const service of local.services) await startService(service);
  });

  const assembly = await assembling.assembly;
  const compute = createCompute(options, faults, local, assembly.assets, endpoints, listener.url);
  const services = [...local.services, ...compute.services];
  const serving = Promise.withResolvers<void>();
  const cloud: RunningCloud = {
    ...{ url: listener.url, region, endpoints, assembly, faults, clock, journal, usage, log, handles: local },
    ...{ lambda: compute.lambda, services: new Map(services.map((service) => [service.name, service])) },
    invoke: owner.invoke,
    onStop: (task) => cleanUp.add(task),
    stop: () => cleanUp.run(),
  };
  return {
    cloud,
    serving: serving.promise,
    async deploy(adapt) {
      for (const service of compute.services) await startService(service);
      const types = Object.assign({}, ...services.map((service) => service.types));
      return step({ doing: 'Making the resources', done: 'Resources are made' }, () =>
        createResources(assembly.stacks, types, owner, adapt, local.secrets.get),
      );
    },
    async serve(page) {
      for (const service of services) await service.begin?.();
      listener.serve(compute.gateway.handle, page);
      serving.resolve();
      if (typeof app !== 'string') await reloadOnChange(app, cloud, assembling.signal);
    },
  };
}

/**
 * Creates the assembly while the engines start. The signal aborts it when the start is given up.
 */
function startAssembling(
  app: CdkApp | string,
  step: Step,
  cleanUp: CleanUp,
): { readonly assembly: Promise<Assembly>; readonly signal: AbortSignal } {
  const stopping = new AbortController();
  const { signal } = stopping;
  const assembly = assemble(app, step, signal, cleanUp);
  assembly.catch(() => undefined);
  cleanUp.add(async () => {
    stopping.abort();
    // Its lock and its folder are released before the process may end.
    await assembly.catch(() => undefined);
  });
  return { assembly, signal };
}

const ASSEMBLING = {
  doing: 'Bundling functions and synthesizing stacks',
  done: 'Functions are bundled and stacks synthesized',
};

/** Reads the given assembly, or synthesizes the app's. */
async function assemble(app: CdkApp | string, step: Step, signal: AbortSignal, cleanUp: CleanUp): Promise<Assembly> {
  if (typeof app === 'string') return readAssembly(app);
  await removeRunsOfTheDead(app);
  const made = step(ASSEMBLING, async () => {
    if (app.watch === undefined) return cachedAssembly(app, signal);
    const runDir = runDirOf(app);
    cleanUp.add(() => rm(runDir, { recursive: true, force: true }));
    await copiedAssembly(app, join(runDir, 'cdk.out'), signal);
    return join(runDir, 'cdk.out');
  });
  return readAssembly(await made);
}

/** Reloads functions when their sources change, if the app names its sources. */
async function reloadOnChange(app: CdkApp, cloud: RunningCloud, signal: AbortSignal): Promise<void> {
  if (app.watch === undefined) return;
  const { startReloading } = await import('./reload/reload.ts');
  const synthesizeAgain = async (): Promise<Assembly> => {
    const dir = runDirOf(app);
    try {
      await synthesize(app, join(dir, 'cdk.out'), signal);
      return await readAssembly(join(dir, 'cdk.out'));
    } finally {
      await rm(dir, { recursive: true, force: true });
    }
  };
  const { assembly, lambda, log } = cloud;
  const { root, watch: sources } = app;
  cloud.onStop(startReloading({ root, sources, assembly, lambda, log, synthesize: synthesizeAgain }));
}

/** Lambda, its event sources and API Gateway. */
function createCompute(
  options: CloudOptions,
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
  const { apis, queues, objects, streams } = local;
  const { retryDelayScale = 1, environmentsPerFunction = 8, verbose = false } = options;
  const lambda = createLambda({
    assets,
    endpoints: () => endpoints,
    apis: apis.handlers,
    destinations: { queues, objects },
    compileCacheDir: options.compileCacheDir ?? resolve('.local', 'compile-cache'),
    ...{ environmentsPerFunction, faults, retryDelayScale, verbose },
  });
  const gateway = createGateway({ endpoint, invoke: lambda.invoke, issuerOf: local.cognito.issuerOf });
  const eventSources = createEventSources({ queues, objects, streams, retryDelayScale });
  return { lambda, gateway, services: [lambda, gateway, eventSources] };
}
