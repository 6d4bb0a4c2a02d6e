import { type Fault, parseFault } from './fault.ts';
import { AWS_TARGETS, KINDS, type Targets } from './targets.ts';

/** The value of `--faults`. */
export interface Spec {
  readonly seed?: number;
  readonly faults: readonly Fault[];
}

/** Options of a fault, by their names in a SPEC. */
const OPTIONS = {
  rate: 'rate',
  times: 'times',
  delay: 'delayMs',
  error: 'error',
  contains: 'eventContains',
} as const satisfies Readonly<Record<string, keyof Fault>>;

const NUMERIC: readonly string[] = ['rate', 'times', 'delay'];

/**
 * Reads a SPEC: `seed=N` and faults, separated by commas or white space. A fault is
 * `service[.operation][/function]:kind[:option=value]…`. A SPEC needs no quotes in a shell.
 * `problem` is a message for its author and names the wrong word.
 */
export function parseSpec(text: string, targets: Targets = AWS_TARGETS): Spec | { readonly problem: string } {
  let seed: number | undefined;
  const faults: Fault[] = [];
  for (const word of text.split(/[\s,]+/).filter((part) => part !== '')) {
    if (word.startsWith('seed=')) {
      seed = Number(word.slice('seed='.length));
      if (!/^seed=\d{1,10}$/.test(word)) return { problem: `'${word}': a seed is a whole number, e.g. seed=42.` };
      continue;
    }
    const fault = parseWord(word, targets);
    if ('problem' in fault) return { problem: `'${word}': ${fault.problem}` };
    faults.push(fault);
  }
  if (faults.length === 0)
    return { problem: 'It names no fault. For example: dynamodb.TransactWriteItems:conflict:rate=0.1' };
  return { faults, ...(seed === undefined ? {} : { seed }) };
}

function parseWord(word: string, targets: Targets): Fault | { readonly problem: string } {
  const [target = '', when, ...options] = word.split(':');
  const parts = /^(?<service>[\w*-]+)(?:\.(?<operation>[\w*]+))?(?:\/(?<function>[\w-]+))?$/.exec(target)?.groups;
  if (!parts)
    return { problem: `'${target}' is not service[.operation][/function], e.g. dynamodb.GetItem/my-function.` };
  if (when === undefined)
    return { problem: `the kind of fault is missing: add it after a colon. One of: ${KINDS.join(', ')}.` };
  if (!KINDS.some((kind) => kind === when))
    return { problem: `'${when}' is not a kind of fault. One of: ${KINDS.join(', ')}.` };
  const members: Record<string, unknown> = { when };
  for (const [name, value] of Object.entries(parts)) if (value !== undefined) members[name] = value;
  for (const option of options) {
    const [, name = '', value = ''] = /^([^=]*)=?(.*)$/.exec(option) ?? [];
    const member = OPTIONS[name as keyof typeof OPTIONS];
    if (!member || value === '') {
      return { problem: `'${option}' is not an option with a value. One of: ${Object.keys(OPTIONS).join(', ')}.` };
    }
    if (member in members) return { problem: `'${name}' is given twice.` };
    members[member] = NUMERIC.includes(name) ? Number(value) : value;
  }
  return parseFault(members, targets);
}

/** Prints a fault as a SPEC; texts with separators in them have no such form. */
export function printFault(fault: Fault): string {
  const operation = fault.operation === undefined ? '' : `.${fault.operation}`;
  const by = fault.function === undefined ? '' : `/${fault.function}`;
  const options = Object.entries(OPTIONS).flatMap(([name, member]) =>
    fault[member] === undefined ? [] : [`:${name}=${fault[member]}`],
  );
  return `${fault.service}${operation}${by}:${fault.when}${options.join('')}`;
}
