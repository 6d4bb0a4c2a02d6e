import { join } from 'node:path';
import { build } from 'esbuild';

const root = join(import.meta.dirname, '../../..');

await build({
  entryPoints: [join(import.meta.dirname, 'handler.ts')],
  outfile: join(root, '.local/example/index.js'),
  ...{ bundle: true, platform: 'node', format: 'cjs', logLevel: 'error' },
});
