import { eventFiles, events } from '../../events/registry.ts';
import { DEFAULT_MEMORY_MB, DEFAULT_TIMEOUT_SECONDS, type DomainManifest } from '../../functions/manifest.ts';
import type { Shop, ShopFunction } from '../../functions/shop.ts';
import { functionNameOf, type NamedRoute, type Route, routeKey } from '../../shared/http/contract.ts';
import { type EventDefinition, eventKey, readableVersions } from '../../shared/messaging/event.ts';
import { machines } from '../../state-machines/index.ts';
import type { Machine } from '../../state-machines/machine.ts';
import { functionsOf } from '../../state-machines/ways.ts';
import { code, listed, readCell, tableOf, writeCell } from './cells.ts';

/** The generated parts of a domain's README, by marker: only those that the domain has. */
export function domainTables(shop: Shop, domain: DomainManifest): Readonly<Record<string, string>> {
  const functions = shop.functions.filter((each) => each.domain === domain.name);
  const routes = functions.flatMap((each) => each.routes);
  const exchanged = joined([publishedTable(shop, domain.name), consumedTable(functions)]);
  return {
    ...(routes.length > 0 && { routes: routesTable(domain, routes) }),
    ...(functions.length > 0 && { functions: joined([functionsTable(functions), upwardReadsTable(functions)]) }),
    ...(exchanged !== '' && { events: exchanged }),
  };
}

const joined = (tables: readonly string[]): string => tables.filter((table) => table !== '').join('\n\n');

/** In the order of the contract. */
function routesTable({ contract }: DomainManifest, routes: readonly NamedRoute[]): string {
  const order = Object.keys(contract?.routes ?? {});
  const hasOneFunction = new Set(routes.map(({ route }) => functionNameOf(route))).size === 1;
  return tableOf(
    routes
      .toSorted((left, right) => order.indexOf(left.name) - order.indexOf(right.name))
      .map(({ route }) => ({
        route: routeKey(route),
        access: listed(route.access),
        does: route.summary,
        answers: listed(Object.keys(route.responses)),
        refuses: refusalsOf(route),
        headers: headersOf(route),
        throttles: listed((route.throttles ?? []).map(({ name }) => code(name))),
        function: hasOneFunction ? '' : code(functionNameOf(route)),
      })),
  );
}

/** By status, e.g. 409 `orders.not_cancellable`. */
const refusalsOf = ({ refusals = {} }: Route): string =>
  [...Map.groupBy(Object.entries(refusals), ([, status]) => status)]
    .sort(([left], [right]) => left - right)
    .map(([status, entries]) => `${status} ${listed(entries.map(([name]) => code(name)))}`)
    .join('; ');

const headersOf = ({ ifMatch, idempotencyKey, requestHeaders }: Route): string =>
  listed(
    Object.entries({ 'If-Match': ifMatch, 'Idempotency-Key': idempotencyKey, ...requestHeaders })
      .filter(([, need]) => need)
      .map(([name, need]) => (need === 'optional' ? `${name} (optional)` : name)),
  );

const functionsTable = (functions: readonly ShopFunction[]): string =>
  tableOf(
    functions.map((each) => ({
      function: `[\`${each.name}\`](${relativeSource(each)})`,
      'runs for': triggerOf(each),
      'own table': each.table ?? '',
      reads: listed(each.reads.map(readCell)),
      writes: listed(each.writes.map(writeCell)),
      rights: each.rights.map(({ title }) => title).join('; '),
      memory: `${each.memoryMb ?? DEFAULT_MEMORY_MB} MB`,
      timeout: `${each.timeoutSeconds ?? DEFAULT_TIMEOUT_SECONDS} s`,
    })),
  );

const relativeSource = ({ source, domain }: ShopFunction): string => source.replace(`functions/${domain}/`, '');

function triggerOf({ name, routes, fallback, consumes, everyMinutes, streams, ...each }: ShopFunction): string {
  if (each.shapesTokens) return 'tokens of the user pool';
  if (each.watchesAccounts) return 'accounts that are deleted in the user pool';
  if (consumes) return listed(consumes.map(eventKey));
  if (everyMinutes !== undefined) return everyMinutes === 1 ? 'every minute' : `every ${everyMinutes} minutes`;
  if (streams) return `new items \`${streams.entity}\` of its table`;
  const served = [
    ...(routes.length > 0 ? [`${routes.length} ${routes.length === 1 ? 'route' : 'routes'}`] : []),
    ...(fallback ? ['requests that no route matches'] : []),
  ];
  return served.length > 0 ? listed(served) : listed(sagasOf(name).map((saga) => `steps of the ${saga} saga`));
}

/** The reads upwards of functions, each with its reason; empty for none. */
export function upwardReadsTable(functions: readonly ShopFunction[]): string {
  const reads = functions.flatMap(({ name, reads }) =>
    reads.flatMap(({ domain, upwards }) => (upwards ? [{ name, domain, upwards }] : [])),
  );
  if (reads.length === 0) return '';
  return tableOf(
    [...Map.groupBy(reads, ({ domain, upwards }) => `${domain} ${upwards}`).values()].map((same) => ({
      'upwards from': listed(same.map(({ name }) => code(name))),
      to: same[0]?.domain ?? '',
      because: same[0]?.upwards ?? '',
    })),
  );
}

const sagasOf = (name: string): string[] =>
  Object.values<Machine>(machines)
    .filter((machine) => functionsOf(machine).includes(name))
    .map((machine) => machine.name);

/** Which functions consume each event that the domain publishes. */
function publishedTable(shop: Shop, domain: string): string {
  const published = events.filter((each) => each.domain === domain);
  if (published.length === 0) return '';
  return tableOf(
    published.map((event) => ({
      publishes: linkTo(event),
      about: event.aggregateType,
      'consumed by': listed(consumersOf(shop, event).map(({ name }) => code(name))) || '–',
    })),
  );
}

const consumersOf = ({ functions }: Shop, event: EventDefinition): readonly ShopFunction[] =>
  functions.filter(({ consumes = [] }) => consumes.flatMap(readableVersions).includes(event));

function consumedTable(functions: readonly ShopFunction[]): string {
  const consumed = functions.flatMap(({ name, consumes = [] }) => consumes.map((event) => ({ name, event })));
  if (consumed.length === 0) return '';
  return tableOf(
    consumed.map(({ name, event }) => ({ consumes: linkTo(event), 'published by': event.domain, in: code(name) })),
  );
}

const linkTo = (event: EventDefinition): string =>
  `[\`${eventKey(event)}\`](../../events/${eventFiles[events.indexOf(event)]})`;
