import { markdownTable } from '../scripts/generated.ts';
import { costOf } from './cost.ts';
import { type Figures, WHOLE_ORDER } from './figures.ts';
import peers from './peers.json' with { type: 'json' };

const UNIT_NAMES: Readonly<Record<string, readonly [service: string, unit: string]>> = {
  'states transitions': ['Step Functions', 'transitions'],
  'dynamodb write units': ['DynamoDB', 'write units'],
  'dynamodb read units': ['DynamoDB', 'read units'],
  'events events': ['EventBridge', 'events'],
  'apigateway requests': ['API Gateway', 'requests, the webhooks of Stripe among them'],
  'lambda invocations': ['Lambda', 'invocations'],
  'sqs requests': ['SQS', 'requests'],
};

/** The table of what an order costs, as the README shows it. */
export function costTable({ usage }: Figures): string {
  const { lines, together, withoutStepFunctions } = costOf(usage[WHOLE_ORDER] ?? {});
  const rows = lines.map(({ name, perOrder, price, perMillionOrders }) => {
    const [service = name, unit = ''] = UNIT_NAMES[name] ?? [];
    return [service, `${perOrder} ${unit}`, `$${price}`, `$${perMillionOrders.toFixed(2)}`];
  });
  return markdownTable([
    ['', 'an order takes', 'list price per million', 'per million orders'],
    ...rows,
    ['**together**', '', '', `**$${together.toFixed(2)}**`],
    ['without Step Functions', '', '', `$${withoutStepFunctions.toFixed(2)}`],
  ]);
}

/** The table of speeds, as the README shows it. */
export function speedTable({ load }: Figures): string {
  const loads = Object.entries(load).flatMap(([operation, lines]) => lines.map((line) => ({ operation, ...line })));
  return markdownTable([
    ['', 'clients', 'per second', 'p50', 'p99', ...peers.peers.map(({ name }) => `${name}, per second`)],
    ...loads.map(({ operation, clients, perSecond, p50, p99 }) => [
      operation,
      String(clients),
      String(perSecond),
      `${p50} ms`,
      `${p99} ms`,
      ...peers.peers.map((peer) => (clients === 10 ? String(peerSpeed(peer, operation) ?? '') : '')),
    ]),
  ]);
}

/** All measurements, compared with the committed figures if there are some. */
export function report(figures: Figures, committed: Figures | undefined): string {
  const { machine, startUpSeconds, memoryMb } = figures;
  const before = (value: number | undefined, then: number | undefined): string =>
    value === undefined || !then ? '' : ` (${(value / then).toFixed(2)} × the committed)`;
  const memory = memoryMb && committed?.memoryMb;
  return [
    `${machine.processor}, ${machine.cores} cores, ${machine.gigabytes} GB, Node ${machine.node}, ${figures.takenOn}, load average ${figures.loadAverage} before`,
    `Start-up: ${startUpSeconds} s${before(startUpSeconds, committed?.startUpSeconds)}; budget 15 s`,
    memoryMb === undefined
      ? 'Memory: not known on this machine.'
      : `Memory: ${memoryMb.atStart} MB${before(memoryMb.atStart, memory?.atStart)} at the start, ${memoryMb.afterLoad} MB${before(memoryMb.afterLoad, memory?.afterLoad)} after the load`,
    aligned(loadRows(figures, committed)),
    aligned(usageRows(figures, committed)),
    `A million orders of two lines:\n${aligned(costRows(figures))}`,
    aligned(bundleRows(figures, committed)),
  ].join('\n\n');
}

function loadRows({ load }: Figures, committed: Figures | undefined): string[][] {
  const rows = Object.entries(load).flatMap(([operation, lines]) =>
    lines.map(({ clients, perSecond, p50, p99, failed }) => {
      const then = committed?.load[operation]?.find((line) => line.clients === clients);
      return [
        operation,
        String(clients),
        String(perSecond),
        String(p50),
        String(p99),
        String(failed),
        then ? `${(perSecond / then.perSecond).toFixed(2)} ×` : '',
        ...peers.peers.map((peer) => timesPeer(perSecond, clients, peerSpeed(peer, operation))),
      ];
    }),
  );
  const names = peers.peers.map(({ name }) => `× ${name}`);
  return [['', 'clients', 'per s', 'p50 ms', 'p99 ms', 'failed', 'committed', ...names], ...rows];
}

type Peer = (typeof peers.peers)[number];

const peerSpeed = ({ perSecond }: Peer, operation: string): number | undefined =>
  (perSecond as Readonly<Record<string, number>>)[operation];

/** The other products were measured with 10 clients. */
const timesPeer = (perSecond: number, clients: number, theirs: number | undefined): string =>
  clients === 10 && theirs !== undefined ? `${(perSecond / theirs).toFixed(1)} ×` : '';

function usageRows({ usage }: Figures, committed: Figures | undefined): string[][] {
  const names = Object.keys(UNIT_NAMES);
  const rows = Object.entries(usage).map(([operation, amounts]) => [
    operation,
    ...names.map((name) => {
      const now = amounts[name] ?? 0;
      const then = committed?.usage[operation]?.[name] ?? now;
      return now === then ? String(now) : `${now} (was ${then})`;
    }),
  ]);
  return [['one of', ...names], ...rows];
}

function costRows({ usage }: Figures): string[][] {
  const { lines, together, withoutStepFunctions } = costOf(usage[WHOLE_ORDER] ?? {});
  return [
    ...lines.map(({ name, perOrder, perMillionOrders }) => [name, String(perOrder), `$${perMillionOrders.toFixed(2)}`]),
    ['together', '', `$${together.toFixed(2)}`],
    ['without Step Functions', '', `$${withoutStepFunctions.toFixed(2)}`],
  ];
}

function bundleRows({ bundles }: Figures, committed: Figures | undefined): string[][] {
  const rows = Object.entries(bundles).map(([bundle, { kilobytes, importMs, ratio }]) => {
    const then = committed?.bundles[bundle]?.kilobytes ?? kilobytes;
    const size = kilobytes === then ? String(kilobytes) : `${kilobytes} (was ${then})`;
    return [bundle, size, String(importMs), `${ratio.toFixed(2)} ×`];
  });
  return [['bundle', 'KB', 'import ms', 'lib-dynamodb'], ...rows];
}

function aligned(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const cell = (text: string, column: number): string =>
    column === 0 ? text.padEnd(widths[0] ?? 0) : text.padStart(widths[column] ?? 0);
  return rows.map((row) => row.map(cell).join('  ').trimEnd()).join('\n');
}
