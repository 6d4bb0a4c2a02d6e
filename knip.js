import { eventFiles } from './events/registry.ts';
import { entryPoints } from './scripts/build.ts';

/** @type {import('knip').KnipConfig} */
export default {
  entry: [
    'infra/app.ts',
    'scripts/*.{ts,mjs}',
    'local/lambda/bootstrap.ts',
    'bench/lib-dynamodb.ts',
    'local/console/page/main.tsx',
    ...Object.values(entryPoints()),
    ...eventFiles.map((path) => `events/${path}`),
  ],
  project: ['**/*.{ts,tsx,mjs}', '!docs/example-domain/**'],
  // Its imports lead from where its files are planted: `scripts/plant-domain.ts`.
  ignore: ['docs/example-domain/**'],
  ignoreDependencies: ['dependency-cruiser'],
  ignoreExportsUsedInFile: true,
};
