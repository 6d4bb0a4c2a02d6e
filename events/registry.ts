import { globSync } from 'node:fs';
import type { EventDefinition } from '../shared/messaging/event.ts';

/** The files of all events, `<domain>/<name>.v<version>.ts`, relative to this folder. */
export const eventFiles: readonly string[] = globSync('*/*.v*.ts', { cwd: import.meta.dirname })
  .map((path) => path.replaceAll('\\', '/'))
  .sort();

/**
 * Every event of the shop, in every version that may still be in the archive. Each file here
 * exports one definition.
 */
export const events: readonly EventDefinition[] = await Promise.all(
  eventFiles.map(async (path) => {
    const exported: object = await import(new URL(path, import.meta.url).href);
    return Object.values(exported)[0] as EventDefinition;
  }),
);

/** The domains whose writes hold events. */
export const publishers: readonly string[] = [...new Set(events.map(({ domain }) => domain))];
