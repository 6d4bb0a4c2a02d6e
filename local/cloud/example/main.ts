import { join } from 'node:path';
import { startCloud } from '../start.ts';
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

if (import.meta.main) {
  const cloud = await startCloud({ app: notes, log: console.log });
  console.log(`curl -X PUT ${cloud.url}/notes/1 -d 'Buy milk'; curl ${cloud.url}/notes/1`);
  process.on('SIGINT', () => cloud.stop().then(() => process.exit()));
}
