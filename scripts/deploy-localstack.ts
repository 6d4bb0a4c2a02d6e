import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, readFile, rm } from 'node:fs/promises';
import { devNull } from 'node:os';
import { join } from 'node:path';
import { OperatorError } from '../local/cloud/operator-error.ts';
import { webhookSecret } from '../local/shop/adapt.ts';
import { type Admin, chooseAdmin, createAdmin } from '../local/shop/admin.ts';
import { soukAssembly } from '../local/shop/app.ts';
import { readOptions } from '../local/shop/options.ts';
import { createDisplay } from '../local/shop/progress.ts';
import { seed } from '../local/shop/seed.ts';
import { startStripe } from '../local/stripe/server.ts';
import { isMain } from './is-main.ts';
import { forMiniStack, rewriteTemplates, withStripeAt } from './localstack-assembly.ts';

/**
 * Deploys the stacks of the local cloud to a LocalStack-compatible endpoint with the CDK CLI, see
 * docs/localstack.md.
 */

const root = join(import.meta.dirname, '..');
const workDir = join(root, '.local', 'localstack');
const assemblyDir = join(workDir, 'cdk.out');
const outputsFile = join(workDir, 'outputs.json');
/** Emulators use this account for every access key that is not itself an account number. */
const accountId = '000000000000';

const usage = `Usage: npm run deploy:localstack [-- options]

  --stripe PORT   run the stand-in of Stripe on this port until Ctrl-C, and have the shop pay there
  --help          show this text

AWS_ENDPOINT_URL says where the emulator is (default http://localhost:4566), AWS_REGION which region (default eu-central-1).
`;

interface Shop {
  readonly apiUrl: string;
  readonly admin: Admin;
}

/**
 * The variables of the CDK CLI, without the caller's AWS settings: a profile could lead it to a
 * real account.
 */
export function cdkEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
  endpoint: string,
  region: string,
): Record<string, string | undefined> {
  const own = Object.entries(environment).filter(([name]) => !name.startsWith('AWS_') && !name.startsWith('CDK_'));
  return {
    ...Object.fromEntries(own),
    AWS_ENDPOINT_URL: endpoint,
    // In a host name, a bucket would be a subdomain, which no resolver knows below `localhost`.
    // With an address it is part of the path.
    AWS_ENDPOINT_URL_S3: environment.AWS_ENDPOINT_URL_S3 ?? endpoint.replace('//localhost', '//127.0.0.1'),
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_EC2_METADATA_DISABLED: 'true',
  };
}

/** Whether the emulator answers this URL with success. */
const answers = (url: string): Promise<boolean> =>
  fetch(url, { signal: AbortSignal.timeout(10_000) }).then(
    ({ ok }) => ok,
    () => false,
  );

async function expectEmulator(endpoint: string): Promise<void> {
  if (await answers(`${endpoint}/_localstack/health`)) return;
  throw new OperatorError(
    `No LocalStack-compatible emulator answers at ${endpoint}: start one there, or set AWS_ENDPOINT_URL.`,
  );
}

async function prepareAssembly(endpoint: string, stripePort: number | undefined): Promise<void> {
  await rm(workDir, { recursive: true, force: true });
  await mkdir(workDir, { recursive: true });
  const made = await soukAssembly({ trail: false }, new AbortController().signal);
  await cp(made, assemblyDir, { recursive: true });
  if (stripePort !== undefined) await rewriteTemplates(assemblyDir, withStripeAt(`http://127.0.0.1:${stripePort}`));
  if (await answers(`${endpoint}/_ministack/health`)) {
    console.log('This is MiniStack: docs/localstack.md lists what is left out for it.');
    await rewriteTemplates(assemblyDir, forMiniStack(endpoint));
  }
}

/** Runs the CDK CLI in a folder without `cdk.json`, whose `build` would run again. */
async function cdk(
  environment: Readonly<Record<string, string | undefined>>,
  ...args: readonly string[]
): Promise<void> {
  const cli = join(root, 'node_modules/aws-cdk/bin/cdk');
  const options = ['--app', assemblyDir, '--no-notices', '--no-color'];
  const child = spawn(process.execPath, [cli, ...args, ...options], {
    cwd: workDir,
    env: environment,
    stdio: 'inherit',
  });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new OperatorError(`cdk ${args[0]} failed: see its last lines.`);
}

type Outputs = Readonly<Record<string, Readonly<Record<string, string>>>>;

async function outputOf(name: string): Promise<string> {
  const outputs = JSON.parse(await readFile(outputsFile, 'utf8')) as Outputs;
  const value = Object.values(outputs).find((stack) => stack[name] !== undefined)?.[name];
  if (value === undefined) throw new OperatorError(`The stacks have no output ${name}.`);
  return value;
}

/**
 * Returns a URL of the API that this machine can resolve. The declared host is a subdomain, which
 * not every machine can; the same API is below a path of the endpoint.
 */
async function reachableApi(endpoint: string): Promise<string> {
  const declared = await outputOf('ApiUrl');
  const { hostname, pathname } = new URL(declared);
  const below = `${endpoint}/_aws/execute-api/${hostname.split('.')[0]}/%24default${pathname}`;
  for (const url of [declared, below]) if (await answers(`${url}/health`)) return url;
  throw new OperatorError(`The stacks are deployed, but the API answers neither at ${declared} nor at ${below}.`);
}

async function deploy(endpoint: string, region: string): Promise<Shop> {
  const environment = cdkEnvironment(process.env, endpoint, region);
  await cdk(environment, 'bootstrap', `aws://${accountId}/${region}`);
  await cdk(environment, 'deploy', '--all', '--require-approval', 'never', '--outputs-file', outputsFile);
  const apiUrl = await reachableApi(endpoint);
  const admin = chooseAdmin();
  await createAdmin(await outputOf('UserPoolId'), admin, endpoint, region);
  return { apiUrl, admin };
}

interface Options {
  readonly help: boolean;
  readonly stripePort?: number;
}

function parseOptions(args: readonly string[]): Options {
  const { values, positionals } = readOptions(args, { stripe: { type: 'string' }, help: { type: 'boolean' } });
  if (positionals.length > 0) throw new Error(`Unexpected argument '${positionals[0]}'.`);
  const { stripe, help = false } = values;
  if (stripe === undefined) return { help };
  const stripePort = Number(stripe);
  if (/^\d+$/.test(stripe) && stripePort >= 1 && stripePort <= 65_535) return { help, stripePort };
  throw new Error(`--stripe must be a port from 1 to 65535, not '${stripe}'.`);
}

async function run({ stripePort }: Options): Promise<void> {
  const endpoint = (process.env.AWS_ENDPOINT_URL ?? 'http://localhost:4566').replace(/\/+$/, '');
  await expectEmulator(endpoint);
  await prepareAssembly(endpoint, stripePort);
  const { apiUrl, admin } = await deploy(endpoint, process.env.AWS_REGION ?? 'eu-central-1');
  const display = createDisplay(process.stdout);
  await seed({ apiUrl, admin, onProgress: display.progress }).catch((cause: Error) => {
    display.clear();
    throw new OperatorError(`The stacks are deployed at ${apiUrl}, but cannot be filled: ${cause.message}`, { cause });
  });
  console.log(`\n  API     ${apiUrl}\n  Admin   ${admin.email}  ${admin.password}`);
  if (stripePort === undefined) return;
  const webhooks = { url: `${apiUrl}/webhooks/stripe`, secret: webhookSecret };
  const { url } = await startStripe({ port: stripePort, webhooks });
  console.log(`  Stripe  ${url}, until Ctrl-C`);
}

async function main(args: readonly string[]): Promise<void> {
  let options: Options;
  try {
    options = parseOptions(args);
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n\n${usage}`);
    process.exitCode = 2;
    return;
  }
  if (options.help) {
    process.stdout.write(usage);
    return;
  }
  await run(options).catch((error: unknown) => {
    console.error(error instanceof OperatorError ? error.message : error);
    process.exitCode = 1;
  });
}

if (isMain(import.meta)) await main(process.argv.slice(2));
