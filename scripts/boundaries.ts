import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Checks who imports whom. First it checks itself: it plants violations, and each must be caught.
 * (dependency-cruiser reports success when it sees no modules at all.)
 */
const PLANTED: Readonly<Record<string, { file: string; code: string }>> = {
  'no-cycles': {
    file: 'local/planted-circle.ts',
    code: "import type { Planted } from './planted-circle.ts';\nexport interface Planted { readonly own?: Planted }\n",
  },
  'domain-is-pure': {
    file: 'functions/orders/domain/planted-domain.ts',
    code: "import { readFileSync } from 'node:fs';\nexport const planted = readFileSync;\n",
  },
  'domains-meet-in-queries': {
    file: 'functions/orders/entry/planted-entry.ts',
    code: "import { stockKey } from '../../inventory/store/keys.ts';\nexport const planted = stockKey;\n",
  },
  'entry-points-wire': {
    file: 'functions/orders/entry/planted-wiring.ts',
    code: "import { pointAt } from '../../../shared/testing/dynamodb.ts';\nexport const planted = pointAt;\n",
  },
  'queries-and-actions-are-doors': {
    file: 'functions/planted/queries.ts',
    code: "import { SFNClient } from '@aws-sdk/client-sfn';\nexport const planted = SFNClient;\n",
  },
  'adapters-serve-their-domain': {
    file: 'functions/orders/adapters/planted-adapter.ts',
    code: "import { cartQueries } from '../../cart/queries.ts';\nexport const planted = cartQueries;\n",
  },
  'rules-get-the-clock': {
    file: 'functions/orders/domain/planted-clock.ts',
    code: "import { systemClock } from '../../../shared/kernel/clock.ts';\nexport const planted = systemClock;\n",
  },
  'the-kernel-stands-alone': {
    file: 'shared/kernel/planted-kernel.ts',
    code: "import { readFileSync } from 'node:fs';\nexport const planted = readFileSync;\n",
  },
  'files-are-texts': {
    file: 'shared/files/planted-reader.ts',
    code: "import { createTable } from '../dynamodb/table.ts';\nexport const planted = createTable;\n",
  },
  'values-are-names': {
    file: 'functions/planted/domain/values.ts',
    code: "import { z } from 'zod';\nexport const planted = z;\n",
  },
  'events-know-values': {
    file: 'events/orders/planted-event.ts',
    code: "import { hasEnded } from '../../functions/orders/domain/order.ts';\nexport const planted = hasEnded;\n",
  },
  'cloud-stands-apart': {
    file: 'local/cloud/planted-service.ts',
    code: "import { TARGETS } from '../shop/faults.ts';\nexport const planted = TARGETS;\n",
  },
  'dynamodb-stands-alone': {
    file: 'local/dynamodb/planted-engine.ts',
    code: "import type { Clock } from '../cloud/cloud.ts';\nexport type Planted = Clock;\n",
  },
  'stripe-stands-apart': {
    file: 'local/stripe/planted-reply.ts',
    code: "import type { Clock } from '../cloud/cloud.ts';\nexport type Planted = Clock;\n",
  },
  'the-guard-stands-alone': {
    file: 'local/guard/planted-guard.ts',
    code: "import type { Clock } from '../cloud/cloud.ts';\nexport type Planted = Clock;\n",
  },
  'shop-reads-queries': {
    file: 'local/shop/console/planted-view.ts',
    code: "import { stockKey } from '../../../functions/inventory/store/keys.ts';\nexport const planted = stockKey;\n",
  },
  'shared-knows-no-domain': {
    file: 'shared/runtime/planted-shared.ts',
    code: "import { orderMachine } from '../../state-machines/order/order.ts';\nexport const planted = orderMachine;\n",
  },
  'machines-are-data': {
    file: 'state-machines/order/planted-machine.ts',
    code: "import { createSagaHandler } from '../../shared/runtime/saga.ts';\nexport const planted = createSagaHandler;\n",
  },
  'the-shop-runs-without-tools': {
    file: 'local/shop/planted-tool.ts',
    code: "import fc from 'fast-check';\nexport const planted = fc;\n",
  },
  'use-cases-know-ports': {
    file: 'functions/orders/use-cases/planted-use-case.ts',
    code: "import { createTable } from '../../../shared/dynamodb/table.ts';\nexport const planted = createTable;\n",
  },
  'queries-are-wired-by-entry-points': {
    file: 'functions/orders/use-cases/planted-queries.ts',
    code: "import { cartQueries } from '../../cart/queries.ts';\nexport const planted = cartQueries;\n",
  },
};

/** Planted too, and legal: it must not be caught. */
const PLANTED_LEGAL = {
  file: 'functions/orders/use-cases/planted-query-type.ts',
  code: "import type { CartView } from '../../cart/queries.ts';\nexport type Planted = CartView;\n",
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
  // It exits with the number of violations, so only the report counts.
  const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 256 * 1024 * 1024 });
  if (!stdout) throw new Error(stderr);
  return JSON.parse(stdout);
}

/** Lists the planted violations that the check misses, and legal imports that it refuses. */
function mistakes(): string[] {
  const planted = [...Object.values(PLANTED), PLANTED_LEGAL];
  const files = planted.map(({ file }) => file);
  const folders: string[] = [];
  try {
    for (const { file, code } of planted) {
      const folder = mkdirSync(dirname(file), { recursive: true });
      if (folder) folders.push(folder);
      writeFileSync(file, code);
    }
    const { violations } = cruise(files).summary;
    const missed = Object.entries(PLANTED)
      .filter(([rule, { file }]) => !violations.some(({ from, rule: { name } }) => from === file && name === rule))
      .map(([rule]) => `${rule} was not caught`);
    const refused = violations.filter(({ from }) => from === PLANTED_LEGAL.file);
    return [...missed, ...refused.map(({ rule }) => `${rule.name} refused a legal import`)];
  } finally {
    for (const path of [...files, ...folders]) rmSync(path, { force: true, recursive: true });
  }
}

const found = mistakes();
if (found.length > 0) {
  console.error(`The boundary check is wrong about planted imports: ${found.join(', ')}.`);
  process.exit(1);
}
const { modules, summary } = cruise(ROOTS);
for (const { from, to, rule } of summary.violations) console.error(`${rule.name}: ${from} → ${to}`);
if (summary.violations.length > 0) process.exit(1);
console.log(
  `Import boundaries hold in ${modules.length} modules; ${Object.keys(PLANTED).length} planted violations were caught.`,
);
