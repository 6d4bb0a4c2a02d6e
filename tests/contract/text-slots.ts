/** The places for texts in a body, as the published schema of the body has them. */

/** Plain JSON Schema, with its references resolved. */
export interface Schema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
}

/** A body, and the pointers of the texts that were put into it. */
export interface Filled {
  readonly body: unknown;
  readonly pointers: readonly string[];
}

/** RFC 6901, without its encoding for URLs. */
const within = (pointer: string, name: string | number): string =>
  `${pointer}/${String(name).replaceAll('~', '~0').replaceAll('/', '~1')}`;

/**
 * Puts a text into every place that the schema has for one: members, entries, and names that
 * clients choose. Members that are optional and absent are added for it.
 *
 * @param kept the pointers of the places that stay as they are in the valid body.
 */
export function filled(schema: Schema, valid: unknown, text: string, kept: ReadonlySet<string>): Filled {
  const pointers: string[] = [];

  function fill(place: Schema, value: unknown, at: string): unknown {
    if (place.anyOf) return fill(closest(place.anyOf, value), value, at);
    if (place.type === 'string') {
      if (kept.has(at)) return value;
      pointers.push(at);
      return text;
    }
    if (place.type === 'array') return fillEntries(place.items ?? {}, value, at);
    if (place.type === 'object') return fillMembers(place, value as object | undefined, at);
    return value ?? place.minimum ?? (place.type === 'boolean' ? false : 1);
  }

  /** Undefined for an object that is only there for texts, and has none. */
  function orNothing<T>(make: () => T, isThere: boolean): T | undefined {
    const before = pointers.length;
    const made = make();
    return isThere || pointers.length > before ? made : undefined;
  }

  function fillEntries(entry: Schema, value: unknown, at: string): unknown {
    const entries = (value as readonly unknown[] | undefined) ?? [];
    const all = entries.length > 0 ? entries : [undefined];
    return orNothing(
      () => all.map((one, index) => fill(entry, one, within(at, index))).filter((one) => one !== undefined),
      value !== undefined,
    );
  }

  function fillMembers(
    { properties = {}, required = [], additionalProperties }: Schema,
    value: object = {},
    at: string,
  ) {
    const isThere = at === '#' || Object.keys(value).length > 0;
    return orNothing(() => {
      const given = new Map<string, unknown>(Object.entries(value));
      for (const [name, member] of Object.entries(properties)) {
        const isPlain = !given.has(name) && !required.includes(name) && !mayHoldText(member);
        const put = isPlain ? undefined : fill(member, given.get(name), within(at, name));
        if (put !== undefined) given.set(name, put);
      }
      const named = within(at, text);
      if (typeof additionalProperties === 'object' && !kept.has(named)) {
        given.set(text, fill(additionalProperties, undefined, named));
      }
      // Not an assignment, which would lose `__proto__`.
      return Object.fromEntries(given);
    }, isThere);
  }

  return { body: fill(schema, valid, '#'), pointers };
}

function mayHoldText({ type, properties = {}, items, anyOf = [], additionalProperties }: Schema): boolean {
  if (type === 'string' || typeof additionalProperties === 'object') return true;
  return [...Object.values(properties), ...(items ? [items] : []), ...anyOf].some(mayHoldText);
}

/** The form whose required members the value has. */
function closest(forms: readonly Schema[], value: unknown): Schema {
  const has = (name: string) => typeof value === 'object' && value !== null && Object.hasOwn(value, name);
  return forms.find(({ required = [] }) => required.every(has)) ?? (forms[0] as Schema);
}

/**
 * The places that a mistake is about. That is the text itself, or all texts within a refused value.
 * A member that is missing was taken out again: then it is the texts beside it.
 */
export function blamed(pointer: string, pointers: readonly string[], kept: ReadonlySet<string>): readonly string[] {
  const plain = decodeURIComponent(pointer);
  const below = (parent: string) => pointers.filter((one) => one === parent || one.startsWith(`${parent}/`));
  const there = below(plain);
  if (there.length > 0 || !kept.has(plain)) return there;
  return below(plain.slice(0, plain.lastIndexOf('/')));
}

/**
 * The value of a body at a pointer; undefined if there is none.
 *
 * @param meant what the shop makes of the names that clients choose.
 */
export function valueAt(body: unknown, pointer: string, meant: (name: string) => string): unknown {
  const names = pointer.split('/').slice(1);
  return names.reduce<unknown>((value, part) => {
    if (typeof value !== 'object' || value === null) return undefined;
    const name = meant(part.replaceAll('~1', '/').replaceAll('~0', '~'));
    return Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined;
  }, body);
}
