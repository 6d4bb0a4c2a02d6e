import {
  type Contract,
  functionNameOf,
  type NamedRoute,
  type Route,
  routeKey,
  routesOf,
} from '../shared/http/contract.ts';
import { eventKey, readableVersions } from '../shared/messaging/event.ts';
import type { DomainManifest, FunctionManifest, Read, Write } from './manifest.ts';
import { countAttempts, endSessions, endTrials, type Right, readSessions, sealCursors } from './rights.ts';

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
 * @param sagaFunctions the functions that do steps of state machines, by full name.
 * @throws Error with every contradiction: an unknown domain, a read upwards without a reason, a
 *   route that names no function, a function that nothing would ever call.
 */
export function shopOf(domains: readonly DomainManifest[], sagaFunctions: readonly string[] = []): Shop {
  const shop: Shop = {
    domains,
    contracts: domains.flatMap(({ contract }) => contract ?? []),
    tables: domains.flatMap(({ name, table }) => (table ? [{ domain: name, indexes: table.indexes ?? [] }] : [])),
    functions: domains.flatMap((domain) =>
      Object.entries(domain.functions).map(([entry, manifest]) => functionOf(domain, entry, manifest)),
    ),
  };
  const contradictions = [
    ...domains.flatMap((domain) => contradictionsOf(domain, shop)),
    ...shop.functions.flatMap((each) => triggerContradictions(each, sagaFunctions)),
    ...repeatedNames(shop),
  ];
  if (contradictions.length > 0) throw new Error(contradictions.join('\n'));
  return shop;
}

function functionOf(domain: DomainManifest, entry: string, manifest: FunctionManifest): ShopFunction {
  const routes = routesOf(domain.contract ? [domain.contract] : []).filter(
    ({ route }) => functionNameOf(route) === entry,
  );
  // Only the HTTP layer of such a function counts attempts and looks an X-Api-Key up.
  const isThrottled = routes.some(({ route }) => route.throttles);
  const servesPeople = routes.some(({ route }) => route.access.some((access) => access !== 'public'));
  const declared = (manifest.reads ?? []).map(asRead);
  const isKnown = declared.some((read) => read.domain === 'partners') || domain.name === 'partners';
  const reads = [...declared, ...(isThrottled && !isKnown ? [{ domain: 'partners' }] : [])];
  const writes = manifest.writes ?? [];
  return {
    ...manifest,
    name: `${domain.name}-${entry}`,
    domain: domain.name,
    source: `functions/${domain.name}/entry/${entry}.ts`,
    routes,
    reads,
    writes,
    rights: [
      ...(manifest.rights ?? []),
      ...(routes.some(({ route }) => hasPages(route)) ? [sealCursors] : []),
      ...(isThrottled ? [countAttempts] : []),
      ...(servesPeople ? [readSessions] : []),
    ],
    tables: [
      ...new Set([
        ...(manifest.table ? [domain.name] : []),
        ...[...reads, ...writes].map((each) => each.domain),
        ...(isThrottled || manifest.rights?.includes(endTrials) ? ['throttles'] : []),
        ...(servesPeople || manifest.rights?.includes(endSessions) ? ['sessions'] : []),
      ]),
    ],
  };
}

/** A list: its query has a `cursor`. */
const hasPages = ({ query }: Route): boolean => query !== undefined && 'cursor' in query.shape;

const asRead = (read: string | Read): Read => (typeof read === 'string' ? { domain: read } : read);

function contradictionsOf(domain: DomainManifest, { domains, functions }: Shop): string[] {
  const own = functions.filter((each) => each.domain === domain.name);
  const served = new Set(own.flatMap(({ routes }) => routes.map(({ name }) => name)));
  const unserved = Object.entries(domain.contract?.routes ?? {})
    .filter(([name]) => !served.has(name))
    .map(
      ([name, route]) =>
        `The route ${domain.name}.${name} names the function ${functionNameOf(route)}, which does not exist.`,
    );
  const declared = Object.entries(domain.functions).map(([entry, { reads = [], writes = [] }]) => ({
    name: `${domain.name}-${entry}`,
    reads: reads.map(asRead),
    writes,
  }));
  return [
    ...(/^[a-z]+$/.test(domain.name) ? [] : [`The name of the domain ${domain.name} is not of the letters a to z.`]),
    ...(domain.contract && domain.contract.domain !== domain.name
      ? [`The contract of ${domain.name} names the domain ${domain.contract.domain}.`]
      : []),
    ...unserved,
    ...own
      .filter(({ table, streams }) => (table || streams) && !domain.table)
      .map(({ name }) => `${name} uses the table of ${domain.name}, which has none.`),
    ...declared.flatMap(({ name, reads }) => reads.flatMap((read) => readContradictions(name, domain, read, domains))),
    ...declared.flatMap(({ name, writes }) =>
      writes.flatMap((write) => writeContradictions(name, domain, write, domains)),
    ),
  ];
}

function readContradictions(
  name: string,
  domain: DomainManifest,
  read: Read,
  domains: readonly DomainManifest[],
): string[] {
  const target = domains.find((each) => each.name === read.domain && each.table);
  if (!target) return [`${name} reads ${read.domain}, which is not a domain with a table.`];
  if (target === domain) return [`${name} reads the table of its own domain: that is \`table: 'read'\`.`];
  const isDown = target.level < domain.level;
  if (isDown && read.upwards) return [`${name} reads ${read.domain} downwards: it needs no reason.`];
  return isDown || read.upwards ? [] : [`${name} reads ${read.domain} upwards without a reason.`];
}

function writeContradictions(
  name: string,
  domain: DomainManifest,
  write: Write,
  domains: readonly DomainManifest[],
): string[] {
  const target = domains.find((each) => each.name === write.domain && each.table);
  if (!target) return [`${name} writes to ${write.domain}, which is not a domain with a table.`];
  if (!/^[a-z-]+#$/.test(write.keys)) return [`${name} writes to keys of ${write.domain} that begin with no word.`];
  return target.level < domain.level ? [] : [`${name} writes to ${write.domain}, which is not below it.`];
}

function triggerContradictions(each: ShopFunction, sagaFunctions: readonly string[]): string[] {
  const { name, consumes } = each;
  const triggers = triggersOf(each) + (sagaFunctions.includes(name) ? 1 : 0);
  const versions = (consumes ?? []).flatMap(readableVersions).map(eventKey);
  return [
    ...(triggers > 1 ? [`${name} has more than one trigger.`] : []),
    ...(triggers === 0 ? [`${name} has no trigger, and no state machine names it.`] : []),
    ...(consumes?.length === 0 ? [`${name} consumes no event.`] : []),
    ...repeated(versions).map((key) => `${name} consumes ${key} twice.`),
  ];
}

const triggersOf = (each: ShopFunction): number =>
  [
    each.routes.length > 0 || each.fallback,
    ...[each.consumes, each.everyMinutes, each.streams, each.shapesTokens, each.watchesAccounts],
  ].filter(Boolean).length;

const repeated = (names: readonly string[]): string[] => names.filter((name, index) => names.indexOf(name) !== index);

const repeatedNames = ({ domains, contracts, functions }: Shop): string[] => [
  ...repeated(domains.map(({ name }) => name)).map((name) => `${name} is the name of two domains.`),
  ...repeated(routesOf(contracts).map(({ route }) => routeKey(route))).map((key) => `${key} is the key of two routes.`),
  ...functions
    .filter(({ fallback }) => fallback)
    .slice(1)
    .map(({ name }) => `${name} is a second fallback.`),
];
