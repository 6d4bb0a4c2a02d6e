import type { Construct } from 'constructs';
import type { Supply } from '../../functions/rights.ts';
import type { ShopFunction } from '../../functions/shop.ts';
import type { Settings } from '../settings.ts';
import type { DomainTable } from './domain-table.ts';
import { NodeFunction } from './node-function.ts';

/** The settings, tables and deployed values that domain functions are made with. */
export interface Surroundings {
  readonly settings: Settings;
  /** By domain. */
  readonly tables: ReadonlyMap<string, DomainTable>;
  readonly supplies: Readonly<Record<Supply, string>>;
}

/** A function with exactly the rights and variables that its manifest lists. */
export class DomainFunction extends NodeFunction {
  constructor(scope: Construct, { name, domain, table, ...spec }: ShopFunction, around: Surroundings) {
    super(scope, pascalCase(name), {
      settings: around.settings,
      name,
      memoryMb: spec.memoryMb,
      timeoutSeconds: spec.timeoutSeconds,
    });
    if (table === 'write') tableOf(around, domain).grant('owner', this);
    if (table === 'read') tableOf(around, domain).grant('reader', this);
    for (const read of spec.reads) tableOf(around, read.domain).grant('reader', this);
    for (const read of spec.reads) if (read.by === 'index') tableOf(around, read.domain).grant('lister', this);
    for (const write of spec.writes) tableOf(around, write.domain).grant('writer', this, write.keys);
    for (const each of spec.tables) this.addVariables(tableOf(around, each).environment);
    for (const { environment = {}, allows } of spec.rights) {
      for (const [variable, supply] of Object.entries(environment)) {
        this.addVariables({ [variable]: around.supplies[supply] });
      }
      if (allows) this.allow([...allows.actions], [around.supplies[allows.on]]);
    }
  }

  private addVariables(variables: Readonly<Record<string, string>>): void {
    for (const [variable, value] of Object.entries(variables)) this.addEnvironment(variable, value);
  }
}

/** @throws Error when the domain has no table. */
export function tableOf({ tables }: Pick<Surroundings, 'tables'>, domain: string): DomainTable {
  const table = tables.get(domain);
  if (!table) throw new Error(`The domain ${domain} has no table.`);
  return table;
}

const pascalCase = (name: string): string =>
  name.replace(/(?:^|-)([a-z])/g, (_match, letter: string) => letter.toUpperCase());
