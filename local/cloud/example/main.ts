import { join } from 'node:path';
import { build } from 'esbuild';
import { startCloud } from '../start.ts';
import type { CdkApp } from '../synthesize.ts';

const root = join(import.meta.dirname, '../../..');
const bundle = '.local/example';

/** How `app.ts` is bundled and synthesized. */
export const notes: CdkApp = {
  root,
  main: 'local/cloud/example/app.ts',
  context: { bundle },
  async build() {
    await build({
      entryPoints: [join(import.meta.dirname, 'handler.ts')],
      outfile: join(root, bundle, 'index.js'),
      ...{ bundle: true, platform: 'node', format: 'cjs', logLevel: 'error' },
    });
  },
};

if (import.meta.main) {
  const cloud = await startCloud({ app: notes, log: console.log });
  console.log(`curl -X PUT ${cloud.url}/notes/1 -d 'Buy milk'; curl ${cloud.url}/notes/1`);
  process.on('SIGINT', () => cloud.stop().then(() => process.exit()));
}
