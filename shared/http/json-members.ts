/**
 * A text, or a character that opens, ends or parts something. In valid JSON, all else is space or a
 * value.
 */
const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],]/g;

/** An object or list that is being read. */
interface Open {
  readonly within: Open | undefined;
  /** The names so far and whether they were repeated; a list has none. */
  readonly names: Map<string, boolean> | undefined;
  /** The name or index of the member that is being read. */
  member: string | number;
  /** Whether the next text is a name. */
  expectsName: boolean;
}

/**
 * The path of each name that an object of the text has more than once. RFC 8259 §4 leaves open
 * which of them counts, so readers differ, and `JSON.parse` silently takes the last.
 *
 * @param json valid JSON, of any depth.
 * @param most so many paths are enough.
 */
export function repeatedNames(json: string, most: number): readonly (readonly PropertyKey[])[] {
  const repeated: (readonly PropertyKey[])[] = [];
  let open: Open | undefined;
  for (const [token] of json.matchAll(TOKEN)) {
    if (token === '{') open = { within: open, names: new Map(), member: '', expectsName: true };
    else if (token === '[') open = { within: open, names: undefined, member: 0, expectsName: false };
    else if (token === '}' || token === ']') open = open?.within;
    else if (token === ',') step(open);
    else if (open?.expectsName && isRepeated(open, JSON.parse(token))) repeated.push(pathOf(open));
    if (repeated.length === most) break;
  }
  return repeated;
}

function step(open: Open | undefined): void {
  if (open?.names) open.expectsName = true;
  else if (open) open.member = Number(open.member) + 1;
}

/** Notes a name. True when it comes for the second time, and not when it comes for the third. */
function isRepeated(open: Open, name: string): boolean {
  const known = open.names?.get(name);
  open.names?.set(name, known !== undefined);
  open.member = name;
  open.expectsName = false;
  return known === false;
}

function pathOf(open: Open): readonly PropertyKey[] {
  const path: PropertyKey[] = [];
  for (let outer: Open | undefined = open; outer; outer = outer.within) path.push(outer.member);
  return path.reverse();
}
