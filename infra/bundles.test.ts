import * as esbuild from 'esbuild';
import { describe, expect, it } from 'vitest';
import { shop } from '../functions/index.ts';
import { bundleOptions, entryPoints } from '../scripts/build.ts';
import { tableVariable } from '../shared/dynamodb/table-variable.ts';
import { synthesize } from './testing/synthesize.ts';

describe('the bundles', () => {
  it('read only settings that the template sets, and every one that their manifests ask for', async () => {
    const readable = await readableBundles();
    const functions = synthesize().ofType('AWS::Lambda::Function');

    for (const { properties } of functions) {
      const bundle = properties.FunctionName.replace('souk-dev-', '').replace(/^\w+-publisher$/, 'stream-publisher');
      const text = readable.get(bundle) ?? '';
      const wanted = settingsIn(text);
      const rights = shop.functions.find(({ name }) => name === bundle)?.rights ?? [];
      const ofRights = rights.flatMap(({ environment = {} }) => Object.keys(environment));
      const given = Object.keys(properties.Environment.Variables);
      const meant = [...given.filter((name) => name.endsWith('_TABLE')), ...ofRights];

      expect(
        wanted.filter((name) => !given.includes(name)),
        properties.FunctionName,
      ).toEqual([]);
      expect(
        meant.filter((name) => ![...wanted, ...optionalSettingsIn(text)].includes(name)),
        properties.FunctionName,
      ).toEqual([]);
    }
  });
});

describe('a function', () => {
  it('calls exactly the actions of AWS that its rights allow', async () => {
    const readable = await readableBundles();

    for (const { name, rights } of shop.functions) {
      const allowed = rights.flatMap(({ allows }) => allows?.actions ?? []);
      const called = actionsIn(readable.get(name) ?? '');

      expect(called.filter((action) => !UNSIGNED.test(action)).sort(), name).toEqual(
        [...new Set(allowed)].filter((action) => !action.startsWith('dynamodb:')).sort(),
      );
    }
  });
});

describe('an entry point', () => {
  it('exists for each function, and reads and writes exactly the domains that its manifest lists', async () => {
    const { metafile } = await esbuild.build({ ...bundleOptions(entryPoints()), write: false });
    const inputsOf = new Map(
      Object.values(metafile.outputs).map(({ entryPoint, inputs }) => [entryPoint, Object.keys(inputs)]),
    );

    for (const { name, source, domain, reads, writes } of shop.functions) {
      const inputs = inputsOf.get(source) ?? [];
      const othersIn = (room: string) =>
        inputs
          .flatMap((path) => {
            const [, other, file] = /^functions\/(\w+)\/(\w+)\.ts$/.exec(path) ?? [];
            return other !== undefined && file === room ? [other] : [];
          })
          .filter((other) => other !== domain);

      expect(inputs, `${name} has no ${source}`).not.toEqual([]);
      expect(othersIn('queries').sort(), name).toEqual(reads.map((each) => each.domain).sort());
      expect(othersIn('actions').sort(), name).toEqual(writes.map((each) => each.domain).sort());
    }
  });
});

const KB = 1024;
/** Design §10: a large bundle slows a function's start. Stripe's SDK alone is 250 KB. */
const budgetOf = (bundle: string): number => (bundle.startsWith('payments-') ? 800 : 600) * KB;

describe('a minified bundle', () => {
  it('keeps to its budget', async () => {
    const { metafile } = await esbuild.build({ ...bundleOptions(entryPoints()), write: false });
    const sizes = Object.entries(metafile.outputs)
      .filter(([path]) => path.endsWith('.js'))
      .map(([path, { bytes }]) => ({ bundle: path.split('/').at(-2) ?? '', bytes }));

    expect(sizes.length).toBe(Object.keys(entryPoints()).length);
    expect(sizes.filter(({ bundle, bytes }) => bytes > budgetOf(bundle))).toEqual([]);
  });
});

/** Actions that need no right: Cognito checks the client's secret or the user's token instead. */
const UNSIGNED =
  /^cognito-idp:(SignUp|ConfirmSignUp|ResendConfirmationCode|InitiateAuth|GetTokensFromRefreshToken|RevokeToken|ForgotPassword|ConfirmForgotPassword|ChangePassword|RespondToAuthChallenge|AssociateSoftwareToken|VerifySoftwareToken)$/;

/** The SDK's clients, with the prefix of their actions in IAM. */
const SERVICES: Readonly<Record<string, string>> = {
  client_sfn: 'states',
  client_sesv2: 'ses',
  client_secrets_manager: 'secretsmanager',
  client_cognito_identity_provider: 'cognito-idp',
};

/** Our own code of each bundle, by its name. Code that is left out of the bundle does not count. */
async function readableBundles(): Promise<ReadonlyMap<string, string>> {
  const { outputFiles } = await esbuild.build({
    ...bundleOptions(entryPoints()),
    packages: 'external',
    write: false,
    minify: false,
    sourcemap: false,
  });
  return new Map(outputFiles.map(({ path, text }) => [path.split('/').at(-2) ?? '', text]));
}

/**
 * The settings that code reads, with `setting`, for a limit of a throttle or for a domain's table.
 * Libraries read none.
 */
const settingsIn = (text: string): string[] => [
  ...[...text.matchAll(/\bsetting(?:\d*\(|: )"(\w+)"/g)].map(([, name = '']) => name),
  ...[...text.matchAll(/\bdomain(?:Table|Counters|Trials|SessionMarks)\d*\("(\w+)"\)/g)].map(([, name = '']) =>
    tableVariable(name),
  ),
];

/** Settings that a stage may leave empty. */
const optionalSettingsIn = (text: string): string[] =>
  [...text.matchAll(/\boptionalSetting\d*\("(\w+)"\)/g)].map(([, name = '']) => name);

/** The actions that code calls with the SDK's commands, e.g. `states:StartExecution`. */
const actionsIn = (text: string): string[] => [
  ...new Set(
    [...text.matchAll(/\bimport_(client_[a-z_]+?(?:v2)?)\d*\.(\w+)Command\b/g)].flatMap(([, client = '', command]) =>
      SERVICES[client] ? [`${SERVICES[client]}:${command}`] : [],
    ),
  ),
];
