import type { Deployment } from '../cloud/assembly/create-resources.ts';
import type { Stack } from '../cloud/assembly/manifest.ts';
import { onKeptPort } from '../cloud/data-dir.ts';
import type { Spec } from '../cloud/faults/spec.ts';
import { hasJournal } from '../cloud/journal.ts';
import { OperatorError } from '../cloud/operator-error.ts';
import { type CloudOptions, type Opening, openCloud, type RunningCloud } from '../cloud/start.ts';
import { createStep } from '../cloud/steps.ts';
import type { CdkApp } from '../cloud/synthesize.ts';
import { type StripeServer, startStripe } from '../stripe/server.ts';
import { adaptTo, settingOf, webhooksTo } from './adapt.ts';
import { type Admin, chooseAdmin, createAdmin } from './admin.ts';
import { type AppContext, soukApp, soukSources } from './app.ts';
import { createConsole } from './console/console.ts';
import type { ShopOutputs } from './outputs.ts';
import { writeOutputs } from './outputs-file.ts';
import type { Progress } from './progress.ts';
import { type SeededState, seededStateOf } from './seeded-state.ts';

/** How to start a shop on this machine. Every member has a default. */
export interface StartOptions extends Omit<CloudOptions, 'app' | 'functionPrefix'> {
  /** Whether to fill the shop through its own API. Default false. */
  readonly seed?: boolean;
  /** The app's context, on top of that of `cdk.json`: the settings in `infra/settings.ts`. */
  readonly context?: AppContext;
  /** The folder of an existing assembly: nothing is built then. */
  readonly assemblyDir?: string;
  /** The path of the outputs as JSON; false writes none. Default false. */
  readonly writeOutputs?: string | false;
  /** The faults that are armed once the shop is ready. Default: none. */
  readonly faults?: Spec;
  /** Receives the progress of the seed. Default: nothing is shown. */
  readonly onProgress?: (progress: Progress) => void;
  /**
   * Whether functions are reloaded when their sources change. Not possible with `assemblyDir`,
   * whose bundles stay as they are. Default false.
   */
  readonly watch?: boolean;
}

export interface RunningShop extends Pick<RunningCloud, 'faults' | 'clock' | 'invoke' | 'stop'> {
  readonly outputs: ShopOutputs;
}

const apiPrefix = '/v1';
const consolePath = '/_local';

/**
 * Runs Souk on this machine. Resolves when the API is served and the shop is filled. Rejects with
 * nothing left running.
 */
export async function startShop(options: StartOptions = {}): Promise<RunningShop> {
  const app = options.assemblyDir ?? (await appOf(options));
  const state = await seededState(app, options);
  const cloud = { ...options, app, initialState: state?.file, functionPrefix: 'souk-local-' };
  return openCloud(cloud, (opening) => openShop(opening, options, state));
}

async function appOf({ context, watch }: StartOptions): Promise<CdkApp> {
  return {
    ...soukApp(context),
    ...(watch ? { watch: await soukSources() } : {}),
  };
}

/** A directory with a state of its own is filled where it lacks something. */
async function seededState(app: CdkApp | string, options: StartOptions): Promise<SeededState | undefined> {
  const { seed, clock, dataDir, region } = options;
  if (!seed || clock !== undefined || typeof app === 'string') return undefined;
  if (dataDir !== undefined && hasJournal(dataDir)) return undefined;
  return seededStateOf(app, region);
}

async function openShop(opening: Opening, options: StartOptions, state: SeededState | undefined): Promise<RunningShop> {
  const { cloud, deploy, serve } = opening;
  if (options.seed) requireAdminWithoutFactor(cloud.assembly.stacks);
  const apiUrl = `${cloud.url}${apiPrefix}`;
  const stripe = await startStand(opening, apiUrl, options);
  cloud.onStop(() => stripe.close());
  const deployment = await deploy(adaptTo(stripe.url));
  const admin = await createAdminOf(deployment, cloud);
  await serve({ path: consolePath, handle: createConsole({ ...cloud, stripeUrl: stripe.url }) });

  const outputs: ShopOutputs = {
    apiUrl,
    consoleUrl: `${cloud.url}${consolePath}`,
    mailUrl: cloud.handles.mailUrl(),
    stripeUrl: stripe.url,
    awsEndpoints: { ...cloud.endpoints },
    admin,
    outputs: deployment.outputs,
    pid: process.pid,
  };
  const step = createStep({ ...options, log: cloud.log });
  if (options.seed && state?.file === undefined) {
    await step({ doing: 'Filling the shop', done: 'The shop is filled' }, async () => {
      await fill(outputs, cloud.assembly.stacks, options.onProgress);
      await state?.save(cloud.journal);
    });
  }
  const { faults, clock, invoke, stop } = cloud;
  if (options.faults) faults.arm(options.faults);
  if (options.writeOutputs) cloud.onStop(await writeOutputs(options.writeOutputs, outputs));
  return { outputs, faults, clock, invoke, stop };
}

/** Starts Stripe's stand-in. Its webhooks wait until the API is served. */
function startStand(
  { cloud: { clock, faults, assembly, journal }, serving }: Opening,
  apiUrl: string,
  { dataDir, retryDelayScale = 1 }: StartOptions,
): Promise<StripeServer> {
  const endpoint = webhooksTo(apiUrl, assembly.stacks);
  const webhooks = endpoint && { ...endpoint, ready: serving };
  const start = (port: number) => startStripe({ clock, journal, port, retryDelayScale, webhooks, faults });
  return dataDir === undefined ? start(0) : onKeptPort(dataDir, 'stripe', start);
}

/**
 * The admin of the first user pool. Without a pool no user can log in, and the credentials have no
 * effect.
 */
async function createAdminOf(deployment: Deployment, { endpoints, region }: RunningCloud): Promise<Admin> {
  const admin = chooseAdmin();
  const pool = deployment.resources.find(({ resource }) => resource.type === 'AWS::Cognito::UserPool');
  const endpoint = endpoints.AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER;
  if (pool !== undefined && endpoint !== undefined) await createAdmin(pool.created.ref, admin, endpoint, region);
  return admin;
}

/** The shop is filled by its own API, as an admin who has just been created. */
function requireAdminWithoutFactor(stacks: readonly Stack[]): void {
  if (settingOf(stacks, 'ADMIN_MFA') !== 'required') return;
  throw new OperatorError(
    'The admin, who adds the sample products, has no second factor, and adminMfa=required admits none without: start with --no-seed',
  );
}

async function fill(
  { apiUrl, admin }: ShopOutputs,
  stacks: readonly Stack[],
  onProgress: StartOptions['onProgress'],
): Promise<void> {
  const { seed } = await import('./seed.ts');
  await seed({ apiUrl, admin, currency: settingOf(stacks, 'SHOP_CURRENCY'), onProgress });
}
