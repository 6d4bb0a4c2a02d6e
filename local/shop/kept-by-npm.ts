type Environment = Readonly<Record<string, string | undefined>>;
type Options = Readonly<Record<string, { readonly type: 'string' | 'boolean'; readonly short?: string }>>;

/**
 * The options that npm kept for itself, because no `--` stood before them. Of `--port 4001` it puts
 * `npm_config_port=true` into the environment, and passes on `4001` alone.
 *
 * @param positionals what npm passed on
 * @returns the options as they were meant, e.g. `['--port', '4001']`
 */
export function optionsKeptByNpm(environment: Environment, positionals: readonly string[], options: Options): string[] {
  const rest = [...positionals];
  const found: string[] = [];
  for (const [name, { type }] of Object.entries(options)) {
    const isNegated = name.startsWith('no-');
    const kept = environment[`npm_config_${name.replace(/^no-/, '').replaceAll('-', '_')}`];
    if (type === 'boolean' && kept === (isNegated ? '' : 'true')) found.push(`--${name}`);
    if (type === 'boolean' || !kept) continue;
    const value = kept === 'true' ? takeValue(name, rest) : kept;
    if (value !== undefined) found.push(`--${name}`, value);
  }
  // npm has an option of its own with this letter, whose value is a command.
  const assignment = environment.npm_config_call;
  const isSetting = assignment !== undefined && /^\w+=\S*$/.test(assignment);
  return [...found, ...(isSetting ? ['-c', assignment] : [])];
}

/** The value of an option among those that npm passed on, in the order of the options. */
function takeValue(name: string, rest: string[]): string | undefined {
  const isNumber = name === 'port' || name === 'payment-timeout';
  const index = rest.findIndex((value) => /^\d+$/.test(value) === isNumber);
  return index === -1 ? undefined : rest.splice(index, 1)[0];
}

/** The command that a person meant, ready to paste. */
export function commandWith(environment: Environment, args: readonly string[]): string {
  const script = environment.npm_lifecycle_event;
  const command = script === undefined || script === 'start' ? 'npm start' : `npm run ${script}`;
  return [command, '--', ...args.map(quoted)].join(' ');
}

const quoted = (arg: string): string => (/^[\w.,:/@=+-]+$/.test(arg) ? arg : JSON.stringify(arg));
