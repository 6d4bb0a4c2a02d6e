import { eventFiles } from './events/registry.ts';
import { entryPoints } from './scripts/build.ts';

/** @type {import('knip').KnipConfig} */
export default {
  entry: [
    'infra/app.ts',
    'scripts/*.{ts,mjs}',
    'local/cloud/example/{app,build,handler,main}.ts',
    'tests/saga/killable-shop.ts',
    'bench/lib-dynamodb.ts',
    'local/shop/console/page/main.tsx',
    ...Object.values(entryPoints()),
    ...eventFiles.map((path) => `events/${path}`),
  ],
  project: ['**/*.{ts,tsx,mjs}', '!docs/example-domain/**'],
  // Its imports lead from where its files are planted: `scripts/plant-domain.ts`.
  ignore: ['docs/example-domain/**', 'tests/e2e/openapi-types.ts'],
  ignoreDependencies: ['dependency-cruiser', '@redocly/cli'],
  ignoreExportsUsedInFile: true,
};
