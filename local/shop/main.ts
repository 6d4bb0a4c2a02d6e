import { resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { OperatorError, type Remedy } from '../cloud/operator-error.ts';
import { type CommandLine, parseCommandLine, usage } from './command-line.ts';
import { createDisplay } from './progress.ts';
import { type RunningShop, startShop } from './start.ts';

// A shop on a laptop runs for minutes, and most of its code rarely. Compiling at once, and never
// with the slowest compiler, takes a sixth less CPU for an order.
for (const flag of ['--always-sparkplug', '--no-turbofan']) setFlagsFromString(flag);

/** The longest time that a stop may take after Ctrl-C. */
const stopLimitMs = 1_500;

/** Ctrl-C, an end from outside, and a closed terminal; Windows raises the last one too. */
const ENDING_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** The options of `npm start` that resolve an error. */
const REMEDIES: Readonly<Record<Remedy, string>> = {
  port: ': choose another with --port.',
  dataDir: ': choose another with --data.',
  verbose: ': see --verbose',
};

const parsed = parseCommandLine(process.argv.slice(2), process.env);
if (parsed === 'help') {
  process.stdout.write(usage);
} else if ('problem' in parsed) {
  process.stderr.write(`${parsed.problem}\n\n${usage}`);
  process.exitCode = 2;
} else {
  await run(parsed);
}

async function run(commandLine: CommandLine): Promise<void> {
  const startedAt = performance.now();
  const display = createDisplay(process.stdout);
  const interrupted = new AbortController();
  for (const signal of ENDING_SIGNALS) process.on(signal, () => interrupted.abort());
  const ended = new Promise<'interrupted'>((done) => {
    interrupted.signal.addEventListener('abort', () => done('interrupted'));
  });
  const broken = new Promise<Error>((done) => {
    for (const event of ['uncaughtException', 'unhandledRejection'] as const) process.on(event, done);
  });
  const starting = startShop({
    ...commandLine,
    writeOutputs: resolve('.local', 'outputs.json'),
    signal: interrupted.signal,
    log: display.log,
    onProgress: display.progress,
    onSteps: display.underWay,
  });
  const shop = await Promise.race([starting, broken.then((error) => Promise.reject(error))]).catch((error: unknown) => {
    display.clear();
    if (interrupted.signal.aborted) process.exit(0);
    return fail(error, commandLine.verbose);
  });
  introduce(shop, commandLine, performance.now() - startedAt);
  const end = await Promise.race([ended, broken]);
  await Promise.race([shop.stop(), delay(stopLimitMs)]);
  if (end === 'interrupted') process.exit(0);
  fail(end, commandLine.verbose);
}

function introduce({ outputs }: RunningShop, { seed }: CommandLine, tookMs: number): void {
  const { apiUrl, consoleUrl, mailUrl, stripeUrl, admin } = outputs;
  console.log(`
Souk is ready after ${(tookMs / 1000).toFixed(1)} s.
  API      ${apiUrl}
  Console  ${consoleUrl}
  Mails    ${mailUrl}
  Stripe   ${stripeUrl}
  Admin    ${admin.email}  ${admin.password}
The same is in .local/outputs.json. Ctrl-C stops everything.
${
  seed
    ? `Place an order: set API=${apiUrl} and paste the commands of README.md, "Place an order".`
    : 'The shop is empty: add products as functions/catalog/README.md says, "Import and export".'
}`);
}

function fail(error: unknown, verbose: boolean): never {
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  const remedy = error instanceof OperatorError && error.remedy ? REMEDIES[error.remedy] : '';
  console.error(`Souk stopped: ${message}${remedy}`);
  if (error instanceof OperatorError && verbose && error.cause !== undefined) console.error(error.cause);
  else if (verbose) console.error(stack);
  process.exit(1);
}
