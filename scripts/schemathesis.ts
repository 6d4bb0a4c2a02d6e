import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type RunningShop, startShop } from '../local/shop/start.ts';

/**
 * Sends valid and broken requests to a shop of its own, as the published document describes them,
 * with schemathesis. It fails if an answer is a fault, or differs from the document.
 */
const usage = `Usage: npm run schemathesis -- [nobody|guest|customer|admin] [--seed NUMBER] [--examples NUMBER]

It needs Python 3.10 and pip, and installs schemathesis below .local/. The same seed sends the same
requests. Reports and logs are in .local/schemathesis/.
`;

const SCHEMATHESIS = 'schemathesis==4.32.5';
const root = join(import.meta.dirname, '..');
const settings = join(import.meta.dirname, 'schemathesis');
const workDir = join(root, '.local', 'schemathesis');

/** All callers share a network, and send more than its limits. */
const THROTTLE_FACTOR = 1_000;

const PASSWORD = 'Correct-horse-battery-1';

const CALLERS = ['nobody', 'guest', 'customer', 'admin'] as const;
type Caller = (typeof CALLERS)[number];

/** The credentials of a caller, by the security scheme of the document. */
type Credentials = Readonly<Partial<Record<'accessToken' | 'cartToken', string>>>;

/** Runs a command to its end, with its output in a file, and returns its exit code. */
async function run(
  command: string,
  parameters: readonly string[],
  log: string,
  variables: NodeJS.ProcessEnv = {},
): Promise<number> {
  const output = createWriteStream(log);
  const child = spawn(command, parameters, {
    cwd: workDir,
    env: { ...process.env, PYTHONPATH: settings, PYTHONDONTWRITEBYTECODE: '1', ...variables },
  });
  child.stdout.pipe(output, { end: false });
  child.stderr.pipe(output, { end: false });
  const [code] = await once(child, 'close');
  output.end();
  return Number(code ?? 1);
}

/** The command of schemathesis, which is installed at the first run. */
async function install(): Promise<string> {
  const venv = join(workDir, SCHEMATHESIS);
  const isWindows = process.platform === 'win32';
  const command = (name: string) => join(venv, isWindows ? `Scripts/${name}.exe` : `bin/${name}`);
  if (existsSync(command('st'))) return command('st');
  const log = join(workDir, 'install.log');
  const steps = [
    [isWindows ? 'python' : 'python3', '-m', 'venv', venv],
    [command('python'), '-m', 'pip', 'install', '--quiet', SCHEMATHESIS],
  ];
  for (const [program = '', ...parameters] of steps) {
    if ((await run(program, parameters, log)) !== 0) throw new Error(`schemathesis was not installed: see ${log}`);
  }
  return command('st');
}

/**
 * The people who send the requests, and the other user whom they demote and erase. The customer and
 * the guest have an order each.
 */
async function peopleOf({ outputs }: RunningShop): Promise<Readonly<Record<Caller | 'other', Credentials>>> {
  const { apiUrl, mailUrl, admin } = outputs;
  // biome-ignore lint/suspicious/noExplicitAny: an answer of any route.
  const post = async (path: string, body: object, headers: Record<string, string> = {}): Promise<any> => {
    const answer = await fetch(`${apiUrl}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`POST ${path}: ${answer.status} ${await answer.text()}`);
    return answer.status === 200 || answer.status === 201 ? answer.json() : undefined;
  };
  const logIn = async (email: string, password: string): Promise<string> =>
    (await post('/users/login', { email, password })).accessToken;
  const buy = async (headers: Record<string, string>): Promise<void> => {
    const address = { name: 'Ada Buyer', line1: '1 Market Street', city: 'Berlin', postalCode: '10115', country: 'DE' };
    const order = { email: 'ada@example.com', shippingAddress: address, paymentMethod: 'pm_card_visa' };
    await post('/cart/items', { sku: 'spoon-olive', quantity: 1 }, headers);
    await post('/orders', order, { ...headers, 'idempotency-key': 'schemathesis', prefer: 'wait=10' });
  };

  const signUp = async (name: string): Promise<string> => {
    const email = `${name}@example.com`;
    await post('/users/register', { email, password: PASSWORD });
    const mails = (await (await fetch(mailUrl)).json()) as { to: string; text: string }[];
    const texts = mails.flatMap(({ to, text }) => (to === email ? [text] : []));
    await post('/users/confirm', { email, code: /code is (\d{6})/.exec(texts[0] ?? '')?.[1] });
    return logIn(email, PASSWORD);
  };

  const customer = await signUp('customer');
  const guest = (await post('/carts', {})).token;
  await buy({ authorization: `Bearer ${customer}` });
  await buy({ 'x-cart-token': guest });
  return {
    nobody: {},
    guest: { cartToken: guest },
    customer: { accessToken: customer },
    admin: { accessToken: await logIn(admin.email, admin.password) },
    other: { accessToken: await signUp('other') },
  };
}

/** The settings that all callers share, with the credentials of one. */
async function settingsOf(who: string, { accessToken, cartToken }: Credentials): Promise<string> {
  const file = join(workDir, `${who}.toml`);
  const shared = await readFile(join(settings, 'schemathesis.toml'), 'utf8');
  const own = [
    ...(accessToken ? [`[auth.openapi.accessToken]\nbearer = "${accessToken}"\n`] : []),
    ...(cartToken ? [`[auth.openapi.cartToken]\napi_key = "${cartToken}"\n`] : []),
  ];
  await writeFile(file, [shared, ...own].join('\n'));
  return file;
}

interface Report {
  readonly operations: { readonly total: number; readonly tested: number; readonly errored: number };
  readonly test_cases: { readonly generated: number; readonly unique_failures: number };
  /** The findings that are by design. */
  readonly filtered: number;
}

/** The user of an access token. */
const userOf = (token: string): string =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()).sub;

/** Whether a caller still has the rights that the run began with. */
async function isStillIn(apiUrl: string, { accessToken, cartToken }: Credentials): Promise<boolean> {
  if (!accessToken && !cartToken) return true;
  const headers: Record<string, string> = accessToken
    ? { authorization: `Bearer ${accessToken}` }
    : { 'x-cart-token': cartToken ?? '' };
  return (await fetch(`${apiUrl}/cart`, { headers })).ok;
}

interface Target {
  /** The command of schemathesis. */
  readonly st: string;
  readonly apiUrl: string;
  readonly otherUserId: string;
}

/** Sends requests as one caller, and returns whether there is nothing to find. */
async function isClean(who: Caller, credentials: Credentials, { st, apiUrl, otherUserId }: Target): Promise<boolean> {
  const report = join(workDir, `${who}.json`);
  const log = join(workDir, `${who}.log`);
  await rm(report, { force: true });
  const code = await run(
    st,
    [
      ...['--no-color', '--config-file', await settingsOf(who, credentials)],
      ...['run', `${apiUrl}/openapi.json`, '--url', new URL(apiUrl).origin],
      ...['--seed', values.seed, '--max-examples', values.examples],
      ...['--report', 'json', '--report-json-path', report],
    ],
    log,
    { SOUK_OTHER_USER_ID: otherUserId },
  );
  if (!existsSync(report)) throw new Error(`schemathesis did not run: see ${log}`);
  const { operations, test_cases: cases, filtered } = JSON.parse(await readFile(report, 'utf8')) as Report;
  const isIn = await isStillIn(apiUrl, credentials);
  console.log(
    `${who}: ${operations.tested} of ${operations.total} operations, ${cases.generated} requests, ` +
      `${cases.unique_failures} findings, ${filtered} by design`,
  );
  if (code !== 0) console.log(`See ${log}`);
  if (!isIn) console.log('The session ended on the way: what came after is untested.');
  return code === 0 && isIn && operations.tested === operations.total && operations.errored === 0;
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: 'string', default: '7' },
    examples: { type: 'string', default: '20' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(usage);
  process.exit();
}

await mkdir(workDir, { recursive: true });
const st = await install();
const shop = await startShop({ port: 0, seed: true, context: { throttleFactor: THROTTLE_FACTOR } });
try {
  const { apiUrl } = shop.outputs;
  const people = await peopleOf(shop);
  const target = { st, apiUrl, otherUserId: userOf(people.other.accessToken ?? '') };
  for (const who of CALLERS) {
    if (positionals.length > 0 && !positionals.includes(who)) continue;
    if (!(await isClean(who, people[who], target))) process.exitCode = 1;
  }
} finally {
  await shop.stop();
}
