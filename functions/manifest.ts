import type { Contract } from '../shared/http/contract.ts';
import type { EventDefinition } from '../shared/messaging/event.ts';
import type { Right } from './rights.ts';

/** API Gateway gives up after 29 s; nothing behind it may run longer. */
export const API_TIMEOUT_SECONDS = 29;

export const DEFAULT_MEMORY_MB = 512;
export const DEFAULT_TIMEOUT_SECONDS = 10;
export const DEFAULT_BATCH_SIZE = 10;

/** Another domain's table, read through that domain's `queries.ts`. */
export interface Read {
  readonly domain: string;
  /** `index`: also lists by the table's indexes. Default `key`. */
  readonly by?: 'key' | 'index';
  /** Why this read goes to a domain of the same or a higher level; refused where it does not. */
  readonly upwards?: string;
}

/**
 * Items of a lower domain's table. They are written through that domain's `actions.ts`, in the
 * function's own transactions.
 */
export interface Write {
  readonly domain: string;
  /** The prefix of their partition keys, e.g. `guard#`: IAM lets the function write no others. */
  readonly keys: `${string}#`;
}

/**
 * One Lambda function: the entry point `entry/<name>.ts`, deployed as
 * `souk-<stage>-<domain>-<name>`. Exactly one thing calls it: the routes that the contract assigns
 * to this name, `consumes`, `everyMinutes`, `streams`, `shapesTokens`, `watchesAccounts`, or a
 * state machine.
 */
export interface FunctionManifest {
  /** The access to its own domain's table; `write` includes reading. Default: none. */
  readonly table?: 'read' | 'write';
  /** Tables of other domains; a name stands for reading by key, downwards. */
  readonly reads?: readonly (string | Read)[];
  readonly writes?: readonly Write[];
  readonly rights?: readonly Right[];
  /** The events that it gets from its queue. */
  readonly consumes?: readonly EventDefinition[];
  /**
   * The most events that a run gets from its queue. Default {@link DEFAULT_BATCH_SIZE}. A run that
   * is killed fails for all of them, so long work gets a run of its own.
   */
  readonly batchSize?: number;
  /** Runs at this interval. */
  readonly everyMinutes?: number;
  /** It logs what it repaired, and what it cannot: `reportFindings`. Each raises an alarm. */
  readonly reports?: true;
  /** Gets the inserted items of its own domain's table whose attribute `entity` is this. */
  readonly streams?: { readonly entity: string; readonly batchSize: number };
  /** The user pool runs it before it issues tokens. */
  readonly shapesTokens?: true;
  /** Gets from its queue the calls that deleted accounts of the user pool, as CloudTrail tells. */
  readonly watchesAccounts?: true;
  /** Serves every request that no route matches. */
  readonly fallback?: true;
  /** Default {@link DEFAULT_MEMORY_MB}. */
  readonly memoryMb?: number;
  /** Default {@link DEFAULT_TIMEOUT_SECONDS}. */
  readonly timeoutSeconds?: number;
}

/**
 * A domain as data: everything that is deployed, documented and checked of it derives from this.
 */
export interface DomainManifest {
  readonly name: string;
  /** Domains read domains of lower levels only; every exception has a reason. */
  readonly level: number;
  readonly contract?: Contract;
  /**
   * Its table, if it stores anything. `indexes`: names of secondary indexes, e.g. `gsi1` over
   * `gsi1pk` and `gsi1sk`.
   */
  readonly table?: { readonly indexes?: readonly string[] };
  /** By the name of the entry point. */
  readonly functions: Readonly<Record<string, FunctionManifest>>;
}

/** Declares a domain, keeping its literal types. */
export const defineDomain = <const D extends DomainManifest>(manifest: D): D => manifest;
