import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { setting } from '../runtime/settings.ts';
import { documentClient } from './client.ts';
import { type Counters, createCounters } from './counters.ts';
import { createTable, type Table } from './table.ts';
import { tableVariable } from './table-variable.ts';

let client: DynamoDBDocumentClient | undefined;

/** One client for all the tables of a function: a second one costs 7 ms of its start. */
const sharedClient = (): DynamoDBDocumentClient => {
  client ??= documentClient();
  return client;
};

/**
 * The table of a domain, as the template names it to the function.
 *
 * @throws when the function's manifest does not give it that table.
 */
export const domainTable = (domain: string): Table => createTable(sharedClient(), setting(tableVariable(domain)));

/** The counters in the table of a domain. */
export const domainCounters = (domain: string): Counters =>
  createCounters(sharedClient(), setting(tableVariable(domain)));
