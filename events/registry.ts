import { globSync } from 'node:fs';
import type { EventDefinition } from '../shared/messaging/event.ts';

const isDefinition = (value: unknown): value is EventDefinition =>
  typeof value === 'object' && value !== null && 'aggregateType' in value && 'sample' in value;

const kebab = (name: string): string => name.replace(/(?!^)([A-Z])/g, '-$1').toLowerCase();

/** The file that a definition belongs in, e.g. `orders/order-placed.v1.ts` in this folder. */
export const fileOf = ({ domain, name, version }: EventDefinition): string => `${domain}/${kebab(name)}.v${version}.ts`;

/** The files of all domains' events, relative to this folder. */
const files = globSync('*/*.ts', { cwd: import.meta.dirname })
  .map((path) => path.replaceAll('\\', '/'))
  .sort();

/**
 * Every event of the shop, in every version that may still be in the archive: each in the file that
 * is named after it. Other files here hold what several events share.
 *
 * @throws Error naming the file of a definition that is in the wrong one, or not alone in its file.
 */
export const events: readonly EventDefinition[] = (
  await Promise.all(
    files.map(async (path) => {
      const exported: object = await import(new URL(path, import.meta.url).href);
      const definitions = Object.values(exported).filter(isDefinition);
      const isVersioned = /\.v\d+\.ts$/.test(path);
      if (definitions.length > 1) throw new Error(`events/${path} defines more than one event.`);
      if (isVersioned && definitions.length === 0) throw new Error(`events/${path} defines no event.`);
      for (const definition of definitions) {
        if (fileOf(definition) !== path)
          throw new Error(`The event of events/${path} belongs in events/${fileOf(definition)}.`);
      }
      return definitions;
    }),
  )
).flat();

/** The files of the events, in the order of `events`. */
export const eventFiles: readonly string[] = events.map(fileOf);

/** The domains whose writes hold events. */
export const publishers: readonly string[] = [...new Set(events.map(({ domain }) => domain))];
