import type { SessionMarks } from '../kernel/session-mark.ts';
import { setting } from '../runtime/settings.ts';
import { functionItemClient, type ItemClient } from './client.ts';
import { type Counters, createCounters } from './counters.ts';
import { createSessionMarks } from './session-marks.ts';
import { createTable, type Table } from './table.ts';
import { tableVariable } from './table-variable.ts';
import { createTrials, type Trials } from './trials.ts';

let client: ItemClient | undefined;

/** One client for all tables of a function: a second one adds 7 ms to its cold start. */
const sharedClient = (): ItemClient => {
  client ??= functionItemClient();
  return client;
};

/**
 * The table of a domain, under the name that the template gives to the function.
 *
 * @throws when the function's manifest does not grant that table.
 */
export const domainTable = (domain: string): Table => createTable(sharedClient(), setting(tableVariable(domain)));

/** The counters in a domain's table. */
export const domainCounters = (domain: string): Counters =>
  createCounters(sharedClient(), setting(tableVariable(domain)));

/** The trials in a domain's table. */
export const domainTrials = (domain: string): Trials => createTrials(sharedClient(), setting(tableVariable(domain)));

/** The marks of ended sessions in a domain's table. */
export const domainSessionMarks = (domain: string): SessionMarks =>
  createSessionMarks(sharedClient(), setting(tableVariable(domain)));
