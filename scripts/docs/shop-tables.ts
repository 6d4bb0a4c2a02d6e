import type { Shop, ShopFunction } from '../../functions/shop.ts';
import { type Limit, routeKey, routesOf, type Throttle, type Tier } from '../../shared/http/contract.ts';
import { code, listed, readCell, tableOf, writeCell } from './cells.ts';

const TIERS: readonly Tier[] = ['guest', 'customer', 'partner'];

/** Every throttle with the routes that share its counters. */
export function throttlesTable({ contracts }: Shop): string {
  const uses = routesOf(contracts).flatMap(({ route }) =>
    (route.throttles ?? []).map((throttle) => ({ throttle, key: routeKey(route) })),
  );
  return tableOf(
    [...Map.groupBy(uses, ({ throttle }) => throttle.name)].map(([name, same]) => {
      const { throttle } = same[0] as (typeof uses)[number];
      return {
        throttle: code(name),
        routes: listed(same.map(({ key }) => key)),
        'counts per': whose(throttle),
        counts: whichOf(throttle),
        ...Object.fromEntries(TIERS.map((tier) => [tier, limitsOf(throttle, tier)])),
      };
    }),
  );
}

const whichOf = (throttle: Throttle): string => {
  const within = `in ${duration(throttle.windowSeconds)}`;
  if (throttle.counts !== 'trials') return `${throttle.counts} ${within}`;
  const { backOff } = throttle;
  const waits = backOff
    ? `; from ${String(backOff.from)} failed on a wait of ${duration(backOff.seconds)}, doubled up to ${duration(backOff.mostSeconds)}`
    : '';
  return `what is open, and what has failed ${within}${waits}`;
};

function whose({ per }: Throttle): string {
  if (typeof per === 'object')
    return `${per.unlessUser ? 'user, else ' : ''}the body's ${code(per.body)}, from any sender`;
  return per === 'caller' ? 'user, else cart, else address' : 'source address (IPv6: its /64)';
}

const limitsOf = (throttle: Throttle, tier: Tier): string =>
  throttle.counts === 'trials'
    ? `${limitOf(throttle.open, tier)} open, ${limitOf(throttle.limit, tier)} failed`
    : limitOf(throttle.limit, tier);

function limitOf(limit: Limit, tier: Tier): string {
  const bound = typeof limit === 'number' ? limit : limit[tier];
  if (typeof bound === 'number') return String(bound);
  return `${bound.times === 1 ? '' : `${bound.times} × `}${code(bound.setting)}`;
}

function duration(seconds: number): string {
  if (seconds % 60 !== 0 || seconds < 60) return `${seconds} s`;
  return seconds % 3600 === 0 && seconds > 3600 ? `${seconds / 3600} h` : `${seconds / 60} min`;
}

/** The domains, highest level first, with their reads and writes of other domains. */
export const domainsTable = ({ domains, functions }: Shop): string =>
  tableOf(
    domains
      .toSorted((left, right) => right.level - left.level)
      .map(({ name, level }) => {
        const own = functions.filter(({ domain }) => domain === name);
        return {
          level: String(level),
          domain: `[${name}](../functions/${name}/README.md)`,
          functions: listed(own.map((each) => code(each.name))),
          reads: listed([...new Set(own.flatMap(({ reads }) => reads.map(readCell)))]),
          writes: listed([...new Set(own.flatMap(({ writes }) => writes.map(writeCell)))]),
        };
      }),
  );

/** Reads of other domains as arrows, upwards as dashed arrows, and writes as thick arrows. */
export function readsGraph({ functions }: Shop): string {
  const arrows = functions.flatMap(({ domain, reads, writes }) => [
    ...reads.map((read) => `  ${domain} ${read.upwards ? '-.->' : '-->'} ${read.domain}`),
    ...writes.map((write) => `  ${domain} ==> ${write.domain}`),
  ]);
  return ['```mermaid', 'flowchart TD', ...new Set(arrows), '```'].join('\n');
}

const MARKS = { write: 'W', read: 'R' } as const;

/**
 * The grants of each function by table (W owner, w writer, R reader, L lister), and its other
 * rights.
 */
export const rightsMatrix = ({ functions, tables }: Shop): string =>
  tableOf(
    functions.map((each) => ({
      function: code(each.name),
      ...Object.fromEntries(tables.map(({ domain }) => [domain, marksOf(each, domain)])),
      'and may': each.rights.map(({ title }) => title).join('; '),
    })),
  );

const marksOf = ({ domain, table, reads, writes }: ShopFunction, of: string): string =>
  [
    ...(table && domain === of ? [MARKS[table]] : []),
    ...reads.filter((read) => read.domain === of).map(({ by }) => (by === 'index' ? 'RL' : 'R')),
    ...writes.filter((write) => write.domain === of).map(() => 'w'),
  ].join('');

/** Each right beyond tables: its actions, its variables, and the functions that have it. */
export function rightsTable({ functions }: Shop): string {
  const rights = new Set(functions.flatMap((each) => each.rights));
  return tableOf(
    [...rights].map((right) => ({
      right: right.title,
      allows: right.allows ? `${listed(right.allows.actions.map(code))} on ${code(right.allows.on)}` : '',
      variables: listed(
        Object.entries(right.environment ?? {}).map(([variable, supply]) => `${code(variable)} (${code(supply)})`),
      ),
      functions: listed(functions.filter((each) => each.rights.includes(right)).map(({ name }) => code(name))),
    })),
  );
}
