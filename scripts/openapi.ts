import { spawnSync } from 'node:child_process';
import { copyFileSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { shop } from '../functions/index.ts';
import { areCurrent, type Generated, optionsOf, writeFiles } from './generated.ts';
import { breakingChanges } from './openapi/breaking-changes.ts';
import { clientTypes } from './openapi/client-types.ts';
import { openApiDocument } from './openapi/document.ts';

/**
 * Writes the published contract, docs/openapi.json, and the types of a client of it.
 *
 * `--check` writes nothing. It fails if a file is stale, if Redocly objects to the document, or if
 * the document breaks clients of the last release. `--release` makes the document the released one.
 */

const root = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));
const DOCUMENT = root('docs/openapi.json');
const RELEASED = root('docs/openapi.released.json');

const options = optionsOf(['--check', '--release']);
const document = openApiDocument(shop.contracts);
const types = await clientTypes(document);
const generated: Generated = {
  'docs/openapi.json': () => `${JSON.stringify(document, null, 2)}\n`,
  'tests/e2e/openapi-types.ts': () => types,
};
if (options.has('--check')) {
  const passes = [areCurrent(generated, 'npm run openapi'), isWellMade(), breaksNobody()];
  process.exitCode = passes.every(Boolean) ? 0 : 1;
} else {
  writeFiles(generated);
  if (options.has('--release')) copyFileSync(DOCUMENT, RELEASED);
}

/** Redocly's lint, with the rules of redocly.yaml. It makes no network requests. */
function isWellMade(): boolean {
  const { bin } = JSON.parse(readFileSync(root('node_modules/@redocly/cli/package.json'), 'utf8'));
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [root(`node_modules/@redocly/cli/${bin.redocly}`), 'lint', DOCUMENT, '--config', root('redocly.yaml')],
    {
      encoding: 'utf8',
      env: { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' },
    },
  );
  if (status !== 0) console.error(`${stdout}${stderr}`);
  return status === 0;
}

function breaksNobody(): boolean {
  const changes = breakingChanges(JSON.parse(readFileSync(RELEASED, 'utf8')), document);
  for (const change of changes) console.error(`breaks clients of docs/openapi.released.json: ${change}`);
  return changes.length === 0;
}
