import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';

/**
 * Checks who imports whom, and first that the check itself works: violations are planted, and each must be caught. (dependency-cruiser
 * reports success when it sees no modules at all.)
 */
const PLANTED: Readonly<Record<string, { file: string; code: string }>> = {
  'domain-is-pure': {
    file: 'functions/orders/domain/planted-domain.ts',
    code: "import { readFileSync } from 'node:fs';\nexport const planted = readFileSync;\n",
  },
  'domains-meet-in-queries': {
    file: 'functions/orders/entry/planted-entry.ts',
    code: "import { stockKey } from '../../inventory/store/keys.ts';\nexport const planted = stockKey;\n",
  },
  'shared-knows-no-domain': {
    file: 'shared/runtime/planted-shared.ts',
    code: "import { orderMachine } from '../../state-machines/order/order.ts';\nexport const planted = orderMachine;\n",
  },
  'machines-are-data': {
    file: 'state-machines/order/planted-machine.ts',
    code: "import { createSagaHandler } from '../../shared/runtime/saga.ts';\nexport const planted = createSagaHandler;\n",
  },
  'use-cases-know-ports': {
    file: 'functions/orders/use-cases/planted-use-case.ts',
    code: "import { createTable } from '../../../shared/dynamodb/table.ts';\nexport const planted = createTable;\n",
  },
};

const ROOTS = ['infra', 'functions', 'shared', 'events', 'state-machines', 'local', 'tests', 'scripts', 'bench'];
const cruiserPackage = 'node_modules/dependency-cruiser';
const { bin } = JSON.parse(readFileSync(`${cruiserPackage}/package.json`, 'utf8')) as { bin: Record<string, string> };
const cruiser = `${cruiserPackage}/${bin.depcruise}`;

interface Report {
  readonly modules: readonly unknown[];
  readonly summary: {
    readonly violations: readonly { from: string; to: string; rule: { name: string; severity: string } }[];
  };
}

function cruise(paths: readonly string[]): Report {
  const args = [cruiser, '--config', '.dependency-cruiser.cjs', '--output-type', 'json', ...paths];
  // It exits with the number of violations: what counts is the report.
  const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 256 * 1024 * 1024 });
  if (!stdout) throw new Error(stderr);
  return JSON.parse(stdout);
}

function missedViolations(): string[] {
  const files = Object.values(PLANTED).map(({ file }) => file);
  try {
    for (const { file, code } of Object.values(PLANTED)) {
      mkdirSync(file.slice(0, file.lastIndexOf('/')), { recursive: true });
      writeFileSync(file, code);
    }
    const { violations } = cruise(files).summary;
    return Object.entries(PLANTED)
      .filter(([rule, { file }]) => !violations.some(({ from, rule: { name } }) => from === file && name === rule))
      .map(([rule]) => rule);
  } finally {
    for (const file of files) rmSync(file, { force: true });
  }
}

const missed = missedViolations();
if (missed.length > 0) {
  console.error(`The boundary check is blind: planted violations were not caught: ${missed.join(', ')}.`);
  process.exit(1);
}
const { modules, summary } = cruise(ROOTS);
for (const { from, to, rule } of summary.violations) console.error(`${rule.name}: ${from} → ${to}`);
if (summary.violations.length > 0) process.exit(1);
console.log(
  `Import boundaries hold in ${modules.length} modules; ${Object.keys(PLANTED).length} planted violations were caught.`,
);
