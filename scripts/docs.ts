import { createRequire } from 'node:module';
import { shop } from '../functions/index.ts';
import { shopSettings, signInSettings } from '../infra/settings.ts';
import { tableOf } from './docs/cells.ts';
import { domainTables, upwardReadsTable } from './docs/domain-tables.ts';
import { grantsTable, settingsTable } from './docs/infra-tables.ts';
import { domainsTable, readsGraph, rightsMatrix, rightsTable, throttlesTable } from './docs/shop-tables.ts';
import { type Generated, replaceBetween, writeOrCheck } from './generated.ts';

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

/** Puts each table between its markers, `<!-- docs: name -->` and `<!-- /docs: name -->`. */
function filled(path: string, text: string): string {
  const wanted = tables[path] ?? {};
  const places = [...text.matchAll(/<!-- \/docs: ([\w -]+) -->/g)].map(([, name = '']) => name);
  const missing = Object.keys(wanted).filter((name) => !places.includes(name));
  if (missing.length > 0) throw new Error(`${path} has no <!-- docs: … --> and <!-- /docs: … --> of ${missing}.`);
  const superfluous = places.filter((name) => !(name in wanted));
  if (superfluous.length > 0) throw new Error(`${path} has markers for tables that are no more: ${superfluous}.`);
  return Object.entries(wanted).reduce((rest, [name, table]) => replaceBetween(rest, `docs: ${name}`, table), text);
}

/** Writes the tables of the documents; `--check` fails when one is not up to date. */
const generated: Generated = Object.fromEntries(
  Object.keys(tables).map((path) => [path, (text: string) => filled(path, text)]),
);

writeOrCheck(generated, 'npm run docs');
