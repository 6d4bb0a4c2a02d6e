import { type Fault, parseFault } from './fault.ts';
import { AWS_TARGETS, KINDS, type Targets } from './targets.ts';

/** What `--faults` says. */
export interface Spec {
  readonly seed?: number;
  readonly faults: readonly Fault[];
}

/** Options of a fault in a SPEC, by their names there. */
const OPTIONS = {
  rate: 'rate',
  times: 'times',
  delay: 'delayMs',
  error: 'error',
  contains: 'eventContains',
} as const satisfies Readonly<Record<string, keyof Fault>>;

const NUMERIC: readonly string[] = ['rate', 'times', 'delay'];

/**
 * Reads a SPEC: faults separated by commas or white space, each `service[.operation][/function]:kind[:option=value]…`, and `seed=N`. It needs no
 * quotes in a shell. A text is what to tell the person who wrote it; it names the word that is wrong.
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

/** A fault as a SPEC has it; texts with separators in them have no such form. */
export function printFault(fault: Fault): string {
  const operation = fault.operation === undefined ? '' : `.${fault.operation}`;
  const by = fault.function === undefined ? '' : `/${fault.function}`;
  const options = Object.entries(OPTIONS).flatMap(([name, member]) =>
    fault[member] === undefined ? [] : [`:${name}=${fault[member]}`],
  );
  return `${fault.service}${operation}${by}:${fault.when}${options.join('')}`;
}
