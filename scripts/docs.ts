import { createRequire } from 'node:module';
import { shop } from '../functions/index.ts';
import { shopSettings, signInSettings } from '../infra/settings.ts';
import { tableOf } from './docs/cells.ts';
import { domainTables, upwardReadsTable } from './docs/domain-tables.ts';
import { fill } from './docs/fill.ts';
import { grantsTable, settingsTable } from './docs/infra-tables.ts';
import { domainsTable, readsGraph, rightsMatrix, rightsTable, throttlesTable } from './docs/shop-tables.ts';
import { type Generated, writeOrCheck } from './generated.ts';

interface ImportRule {
  readonly name: string;
  readonly comment: string;
}

const { forbidden } = createRequire(import.meta.url)('../.dependency-cruiser.cjs') as {
  readonly forbidden: readonly ImportRule[];
};

/** File → marker → the table that belongs there. */
const tables: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'README.md': { settings: settingsTable(shopSettings) },
  'infra/README.md': {
    settings: settingsTable(shopSettings),
    'sign-in settings': settingsTable(signInSettings),
    grants: grantsTable(),
    rights: rightsTable(shop),
    'rights of functions': rightsMatrix(shop),
  },
  'docs/architecture.md': {
    rules: tableOf(forbidden.map(({ name, comment }) => ({ rule: name, says: comment }))),
    domains: domainsTable(shop),
    reads: readsGraph(shop),
    exceptions: upwardReadsTable(shop.functions),
  },
  ...Object.fromEntries(
    shop.domains.map((domain) => [
      `functions/${domain.name}/README.md`,
      { ...domainTables(shop, domain), ...(domain.name === 'throttles' && { throttles: throttlesTable(shop) }) },
    ]),
  ),
};

/** Writes the tables of the documents; `--check` fails when one is not up to date. */
const generated: Generated = Object.fromEntries(
  Object.entries(tables).map(([path, wanted]) => [path, (text: string) => fill(path, text, wanted)]),
);

writeOrCheck(generated, 'npm run docs');
