import * as z from 'zod';
import type { Checkpoints } from '../kernel/catch-up.ts';
import { type Key, put } from './actions.ts';
import type { Table } from './table.ts';

const checkpointItem = z.object({ at: z.iso.datetime() });

const checkpointKey = (name: string): Key => ({ pk: `checkpoint#${name}`, sk: 'checkpoint' });

/** How far a domain's comparisons have come. Reading costs 1 read unit, saving 2 write units. */
export const checkpoints = (table: Table): Checkpoints => ({
  async getCheckpoint(name) {
    const found = await table.get(checkpointKey(name), checkpointItem);
    return found && new Date(found.at);
  },

  async saveCheckpoint(name, at) {
    await table.transact([put({ ...checkpointKey(name), entity: 'checkpoint', at: at.toISOString() })]);
  },
});
