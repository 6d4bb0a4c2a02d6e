import { join } from 'node:path';
import type { CdkApp } from '../synthesize.ts';

const root = join(import.meta.dirname, '../../..');
/** Where `build.ts` puts the bundle. */
const bundle = '.local/example';

/** How `app.ts` is bundled and synthesized. */
export const notes: CdkApp = {
  root,
  main: 'local/cloud/example/app.ts',
  context: { bundle },
  build: 'local/cloud/example/build.ts',
  inputs: ['local/cloud/example', 'package-lock.json'],
};
