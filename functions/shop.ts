import { type Contract, functionNameOf, type NamedRoute, routesOf } from '../shared/http/contract.ts';
import type { DomainManifest, FunctionManifest, Read, Write } from './manifest.ts';
import { countAttempts, type Right } from './rights.ts';

/** A function with everything that its domain's manifest and contract say of it. */
export interface ShopFunction extends Omit<FunctionManifest, 'reads' | 'writes' | 'rights'> {
  /** `<domain>-<entry>`: its bundle, its role and, after the stage, its physical name. */
  readonly name: string;
  readonly domain: string;
  /** Its entry point, relative to the repository. */
  readonly source: string;
  readonly routes: readonly NamedRoute[];
  readonly reads: readonly Read[];
  readonly writes: readonly Write[];
  readonly rights: readonly Right[];
  /** The domains whose tables it gets the names of. */
  readonly tables: readonly string[];
}

/** The table of a domain. */
export interface ShopTable {
  readonly domain: string;
  readonly indexes: readonly string[];
}

/** All that derives from the list of domains. */
export interface Shop {
  readonly domains: readonly DomainManifest[];
  readonly contracts: readonly Contract[];
  readonly tables: readonly ShopTable[];
  readonly functions: readonly ShopFunction[];
}

/**
 * Puts the domains together.
 *
 * @throws Error with every contradiction: an unknown domain, a read upwards without a reason, a
 *   route that names no function.
 */
export function shopOf(domains: readonly DomainManifest[]): Shop {
  const shop: Shop = {
    domains,
    contracts: domains.flatMap(({ contract }) => contract ?? []),
    tables: domains.flatMap(({ name, table }) => (table ? [{ domain: name, indexes: table.indexes ?? [] }] : [])),
    functions: domains.flatMap((domain) =>
      Object.entries(domain.functions).map(([entry, manifest]) => functionOf(domain, entry, manifest)),
    ),
  };
  const contradictions = [...domains.flatMap((domain) => contradictionsOf(domain, shop)), ...repeatedNames(domains)];
  if (contradictions.length > 0) throw new Error(contradictions.join('\n'));
  return shop;
}

function functionOf(domain: DomainManifest, entry: string, manifest: FunctionManifest): ShopFunction {
  const routes = routesOf(domain.contract ? [domain.contract] : []).filter(
    ({ route }) => functionNameOf(route) === entry,
  );
  // Only the HTTP layer of such a function counts attempts and looks an X-Api-Key up.
  const isThrottled = routes.some(({ route }) => route.throttles);
  const reads = [...(manifest.reads ?? []), ...(isThrottled ? ['partners'] : [])].map((read) =>
    typeof read === 'string' ? { domain: read } : read,
  );
  const writes = manifest.writes ?? [];
  return {
    ...manifest,
    name: `${domain.name}-${entry}`,
    domain: domain.name,
    source: `functions/${domain.name}/entry/${entry}.ts`,
    routes,
    reads,
    writes,
    rights: [...(manifest.rights ?? []), ...(isThrottled ? [countAttempts] : [])],
    tables: [
      ...new Set([
        ...(manifest.table ? [domain.name] : []),
        ...[...reads, ...writes].map((each) => each.domain),
        ...(isThrottled ? ['throttles'] : []),
      ]),
    ],
  };
}

function contradictionsOf(domain: DomainManifest, { domains, tables, functions }: Shop): string[] {
  const own = functions.filter((each) => each.domain === domain.name);
  const served = new Set(own.flatMap(({ routes }) => routes.map(({ name }) => name)));
  const unserved = Object.entries(domain.contract?.routes ?? {})
    .filter(([name]) => !served.has(name))
    .map(
      ([name, route]) =>
        `The route ${domain.name}.${name} names the function ${functionNameOf(route)}, which does not exist.`,
    );
  const reads = own.flatMap(({ name, reads }) => reads.map((read) => ({ name, read })));
  return [
    ...unserved,
    ...own.filter((each) => triggersOf(each) > 1).map(({ name }) => `${name} has more than one trigger.`),
    ...own
      .filter(({ table, streams }) => (table || streams) && !domain.table)
      .map(({ name }) => `${name} uses the table of ${domain.name}, which has none.`),
    ...reads.flatMap(({ name, read }) => {
      const target = domains.find((each) => each.name === read.domain);
      if (!target || !tables.some((table) => table.domain === read.domain)) {
        return [`${name} reads ${read.domain}, which is not a domain with a table.`];
      }
      const isDown = target.level < domain.level;
      if (isDown && read.upwards) return [`${name} reads ${read.domain} downwards: it needs no reason.`];
      if (!isDown && !read.upwards) return [`${name} reads ${read.domain} upwards without a reason.`];
      return [];
    }),
    ...own.flatMap(({ name, writes }) =>
      writes.flatMap((write) => {
        const target = domains.find((each) => each.name === write.domain && each.table);
        if (!target) return [`${name} writes to ${write.domain}, which is not a domain with a table.`];
        return target.level < domain.level ? [] : [`${name} writes to ${write.domain}, which is not below it.`];
      }),
    ),
  ];
}

const triggersOf = ({ routes, fallback, consumes, everyMinutes, streams }: ShopFunction): number =>
  [routes.length > 0 || fallback, consumes, everyMinutes, streams].filter(Boolean).length;

const repeatedNames = (domains: readonly DomainManifest[]): string[] =>
  domains
    .map(({ name }) => name)
    .filter((name, index, names) => names.indexOf(name) !== index)
    .map((name) => `${name} is the name of two domains.`);
