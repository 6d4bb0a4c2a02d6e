import { parseSpec, type Spec } from '../cloud/faults/spec.ts';
import { TARGETS } from './faults.ts';
import { commandWith, optionsKeptByNpm } from './kept-by-npm.ts';
import { readOptions } from './options.ts';

export interface CommandLine {
  readonly port: number;
  readonly seed: boolean;
  readonly verbose: boolean;
  readonly watch: boolean;
  /** The app's context. */
  readonly context: Readonly<Record<string, string | number>>;
  readonly dataDir?: string;
  readonly faults?: Spec;
}

export const usage = `Usage: npm start [-- options]

  --port N                    where the API listens on 127.0.0.1 (default 4000; 0 takes any free port)
  --no-seed                   start with an empty shop
  --payment-timeout SECONDS   how long a buyer has to finish a 3-D Secure payment (default 300)
  -c, --context KEY=VALUE     a setting of the app, e.g. currency=USD, as cdk deploy takes it (infra/README.md)
  --data DIR                  keep the state in this directory between runs (default: in memory)
  --faults SPEC               faults to inject, e.g. dynamodb:throttle:rate=0.1 (local/cloud/faults/README.md)
  --watch                     reload functions whose sources change, as npm run dev does
  --verbose                   show everything that the functions log
  --help                      show this text
`;

const OPTIONS = {
  port: { type: 'string' },
  'no-seed': { type: 'boolean' },
  'payment-timeout': { type: 'string' },
  context: { type: 'string', short: 'c', multiple: true },
  data: { type: 'string' },
  faults: { type: 'string', multiple: true },
  verbose: { type: 'boolean' },
  watch: { type: 'boolean' },
  help: { type: 'boolean' },
} as const;

/**
 * Reads the options of `npm start`. `problem` is a message for a person who got them wrong.
 *
 * @param environment the process's, in which npm puts the options that it keeps for itself
 */
export function parseCommandLine(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>> = {},
): CommandLine | 'help' | { readonly problem: string } {
  try {
    const { values, positionals, tokens } = readOptions(args, OPTIONS);
    if (values.help) return 'help';
    const kept = optionsKeptByNpm(environment, positionals, OPTIONS);
    if (kept.length > 0) {
      const passedOn = new Set(tokens.flatMap(({ kind, index }) => (kind === 'positional' ? [index] : [])));
      const given = args.filter((_, index) => !passedOn.has(index));
      throw new Error(
        `npm kept an option for itself. The whole command is: ${commandWith(environment, [...kept, ...given])}`,
      );
    }
    if (positionals.length > 0) throw new Error(`There is no argument '${positionals[0]}'.`);
    const port = wholeNumber('--port', values.port ?? '4000', 0, 65_535);
    const timeout = values['payment-timeout'];
    return {
      port,
      seed: !values['no-seed'],
      verbose: values.verbose ?? false,
      watch: values.watch ?? false,
      context: {
        ...Object.fromEntries((values.context ?? []).map(assignment)),
        ...(timeout === undefined ? {} : { paymentTimeoutSeconds: wholeNumber('--payment-timeout', timeout, 1, 840) }),
      },
      ...(values.data === undefined ? {} : { dataDir: directory(values.data) }),
      ...(values.faults === undefined ? {} : { faults: spec(values.faults.join(',')) }),
    };
  } catch (error) {
    return { problem: (error as Error).message };
  }
}

function wholeNumber(flag: string, value: string, least: number, most: number): number {
  const number = Number(value);
  if (/^\d+$/.test(value) && number >= least && number <= most) return number;
  throw new Error(`${flag} must be a whole number from ${least} to ${most}, not '${value}'.`);
}

function assignment(text: string): [name: string, value: string] {
  const [, name, value] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
  if (name === undefined || value === undefined) throw new Error(`-c needs KEY=VALUE, not '${text}'.`);
  if (name === 'stage') throw new Error("-c stage has no effect here: the local stage is always 'local'.");
  return [name, value];
}

function spec(value: string): Spec {
  const parsed = parseSpec(value, TARGETS);
  if ('problem' in parsed) throw new Error(`--faults ${parsed.problem}`);
  return parsed;
}

function directory(value: string): string {
  if (value.trim() === '') throw new Error('--data needs a directory.');
  return value;
}
