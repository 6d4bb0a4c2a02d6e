import { type ParseArgsConfig, parseArgs } from 'node:util';

type Options = NonNullable<ParseArgsConfig['options']>;

/**
 * Reads the options of a command like `parseArgs`, whose own messages suit the authors of a
 * command and not its users.
 *
 * @throws Error with a sentence for a person who got them wrong.
 */
export function readOptions<const O extends Options>(args: readonly string[], options: O) {
  const config = { args: [...args], options, allowPositionals: true } as const;
  for (const token of parseArgs({ ...config, strict: false, tokens: true }).tokens) {
    if (token.kind !== 'option') continue;
    const option = Object.hasOwn(options, token.name) ? options[token.name] : undefined;
    if (!option) throw new Error(`There is no option ${token.rawName}.${suggestion(token.name, Object.keys(options))}`);
    if (option.type === 'boolean') {
      if (token.value !== undefined) throw new Error(`${token.rawName} takes no value.`);
    } else if (token.value === undefined || (!token.inlineValue && token.value.startsWith('-'))) {
      throw new Error(`${token.rawName} needs a value.`);
    }
  }
  return parseArgs({ ...config, tokens: true });
}

function suggestion(name: string, known: readonly string[]): string {
  const close = known.filter((other) => other.startsWith(name) || other.endsWith(name));
  const [closest] = [...known].sort((left, right) => distance(name, left) - distance(name, right));
  const similar = closest !== undefined && distance(name, closest) <= Math.ceil(name.length / 3) ? closest : undefined;
  const meant = close[0] ?? similar;
  return meant === undefined ? '' : ` Did you mean --${meant}?`;
}

/** The fewest letters to add, remove or replace that make one text the other (Levenshtein). */
function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [index, letter] of [...from].entries()) {
    const next = [index + 1];
    for (const [column, other] of [...to].entries()) {
      const replaced = (row[column] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(replaced, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
