import { parseSpec, type Spec } from '../cloud/faults/spec.ts';
import { TARGETS } from './faults.ts';
import { readOptions } from './options.ts';

export interface CommandLine {
  readonly port: number;
  readonly seed: boolean;
  readonly verbose: boolean;
  readonly watch: boolean;
  readonly paymentTimeoutSeconds?: number;
  readonly dataDir?: string;
  readonly faults?: Spec;
}

export const usage = `Usage: npm start [-- options]

  --port N                    where the API listens on 127.0.0.1 (default 4000; 0 takes any free port)
  --no-seed                   start with an empty shop
  --payment-timeout SECONDS   how long a buyer has to finish a 3-D Secure payment (default 600)
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
  data: { type: 'string' },
  faults: { type: 'string', multiple: true },
  verbose: { type: 'boolean' },
  watch: { type: 'boolean' },
  help: { type: 'boolean' },
} as const;

/** Reads the options of `npm start`. `problem` is a message for a person who got them wrong. */
export function parseCommandLine(args: readonly string[]): CommandLine | 'help' | { readonly problem: string } {
  try {
    const { values, positionals } = readOptions(args, OPTIONS);
    if (values.help) return 'help';
    if (positionals.length > 0) {
      // npm keeps options for itself unless they follow `--`, and passes on only their values.
      throw new Error(
        `Unexpected argument '${positionals[0]}'. Options follow a double dash: npm start -- --port 4001`,
      );
    }
    const port = wholeNumber('--port', values.port ?? '4000', 0, 65_535);
    const timeout = values['payment-timeout'];
    return {
      port,
      seed: !values['no-seed'],
      verbose: values.verbose ?? false,
      watch: values.watch ?? false,
      ...(timeout === undefined ? {} : { paymentTimeoutSeconds: wholeNumber('--payment-timeout', timeout, 1, 840) }),
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

function spec(value: string): Spec {
  const parsed = parseSpec(value, TARGETS);
  if ('problem' in parsed) throw new Error(`--faults ${parsed.problem}`);
  return parsed;
}

function directory(value: string): string {
  if (value.trim() === '') throw new Error('--data needs a directory.');
  return value;
}
