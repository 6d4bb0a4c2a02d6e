import type { IndexWrite } from './table.ts';

/**
 * Capacity units. Source:
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
 */

const READ_BYTES = 4_096;
const WRITE_BYTES = 1_024;

/** Eventually consistent, strongly consistent, transactional. */
export type ReadMode = 'eventual' | 'consistent' | 'transactional';

const READ_FACTOR = { eventual: 0.5, consistent: 1, transactional: 2 } as const;

export const readUnits = (bytes: number, mode: ReadMode): number =>
  Math.max(1, Math.ceil(bytes / READ_BYTES)) * READ_FACTOR[mode];

export const writeUnits = (bytes: number): number => Math.max(1, Math.ceil(bytes / WRITE_BYTES));

interface TableUnits {
  table: number;
  readonly indexes: Map<string, number>;
}

/** The capacity that a call consumed in one table, indexes included. */
export interface Consumed {
  readonly table: string;
  readonly units: number;
}

/** Adds up the units of one call. */
export class Consumption {
  readonly #tables = new Map<string, TableUnits>();
  readonly #kind: 'read' | 'write';
  /** 2 for transactions. */
  readonly #factor: number;

  constructor(kind: 'read' | 'write', factor = 1) {
    this.#kind = kind;
    this.#factor = factor;
  }

  #of(table: string): TableUnits {
    const known = this.#tables.get(table) ?? { table: 0, indexes: new Map() };
    this.#tables.set(table, known);
    return known;
  }

  read(table: string, units: number, index?: string): void {
    const consumed = this.#of(table);
    if (index === undefined) consumed.table += units;
    else consumed.indexes.set(index, (consumed.indexes.get(index) ?? 0) + units);
  }

  write(table: string, bytes: number, indexWrites: readonly IndexWrite[]): void {
    const consumed = this.#of(table);
    consumed.table += writeUnits(bytes) * this.#factor;
    for (const { index, sizes } of indexWrites) {
      // An index follows after the commit, so a transaction writes it once only.
      const units = sizes.reduce((total, size) => total + writeUnits(size), 0);
      consumed.indexes.set(index, (consumed.indexes.get(index) ?? 0) + units);
    }
  }

  get totals(): readonly Consumed[] {
    return [...this.#tables].map(([table, units]) => ({ table, units: total(units) }));
  }

  /** The member `ConsumedCapacity` of an answer: what the request asked for, by table. */
  report(asked: unknown, isGlobal: (table: string, index: string) => boolean): readonly object[] | undefined {
    if (asked !== 'TOTAL' && asked !== 'INDEXES') return undefined;
    return [...this.#tables].map(([TableName, units]) => {
      const result: Record<string, unknown> = { TableName, CapacityUnits: total(units) };
      const isTransactional = this.#factor > 1;
      const kindMember = this.#kind === 'read' ? 'ReadCapacityUnits' : 'WriteCapacityUnits';
      if (isTransactional) result[kindMember] = total(units);
      if (asked === 'TOTAL') return result;
      result.Table = { CapacityUnits: units.table, ...(isTransactional ? { [kindMember]: units.table } : {}) };
      for (const [member, wanted] of [
        ['GlobalSecondaryIndexes', true],
        ['LocalSecondaryIndexes', false],
      ] as const) {
        const indexes = [...units.indexes].filter(([index]) => isGlobal(TableName, index) === wanted);
        if (indexes.length === 0) continue;
        result[member] = Object.fromEntries(
          indexes.map(([index, CapacityUnits]) => [
            index,
            { CapacityUnits, ...(isTransactional ? { [kindMember]: CapacityUnits } : {}) },
          ]),
        );
      }
      return result;
    });
  }
}

const total = ({ table, indexes }: TableUnits): number =>
  [...indexes.values()].reduce((sum, units) => sum + units, table);
