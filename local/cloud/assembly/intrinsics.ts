/** The lookups that a template's intrinsic functions need. */
export interface Scope {
  ref(logicalId: string): unknown;
  attribute(logicalId: string, name: string): unknown;
  condition(name: string): boolean;
  importValue(name: string): unknown;
  mapping(map: string, first: string, second: string): unknown;
  /**
   * True while only the shape matters and values are placeholders: a list may then be too short.
   */
  readonly shapeOnly?: boolean;
}

/** The result of `Ref: AWS::NoValue`: the property is left out. */
export const noValue = Symbol('AWS::NoValue');

type Evaluate = (argument: unknown, scope: Scope) => unknown;

const functions: Readonly<Record<string, Evaluate>> = {
  Ref: (argument, scope) => scope.ref(String(argument)),
  'Fn::GetAtt': (argument, scope) => {
    const [logicalId, name] = attributePath(argument);
    return scope.attribute(logicalId, name);
  },
  'Fn::Join': (argument, scope) => {
    const [separator, parts] = list(argument, 'Fn::Join');
    return list(resolve(parts, scope), 'Fn::Join').map(String).join(String(separator));
  },
  'Fn::Sub': substitute,
  'Fn::Select': (argument, scope) => {
    const [index, values] = list(resolve(argument, scope), 'Fn::Select');
    const found = list(values, 'Fn::Select')[Number(index)];
    if (found !== undefined) return found;
    if (scope.shapeOnly) return '';
    throw new Error(`Fn::Select: there is no element ${String(index)}`);
  },
  'Fn::Split': (argument, scope) => {
    const [separator, value] = list(resolve(argument, scope), 'Fn::Split');
    return String(value).split(String(separator));
  },
  'Fn::If': (argument, scope) => {
    const [name, whenTrue, whenFalse] = list(argument, 'Fn::If');
    return resolve(scope.condition(String(name)) ? whenTrue : whenFalse, scope);
  },
  'Fn::ImportValue': (argument, scope) => scope.importValue(String(resolve(argument, scope))),
  'Fn::FindInMap': (argument, scope) => {
    const [map, first, second] = list(resolve(argument, scope), 'Fn::FindInMap').map(String);
    return scope.mapping(map ?? '', first ?? '', second ?? '');
  },
  'Fn::Base64': (argument, scope) => Buffer.from(String(resolve(argument, scope))).toString('base64'),
  'Fn::Equals': (argument, scope) => {
    const [left, right] = list(resolve(argument, scope), 'Fn::Equals');
    return String(left) === String(right);
  },
  'Fn::And': (argument, scope) => list(argument, 'Fn::And').every((part) => resolve(part, scope) === true),
  'Fn::Or': (argument, scope) => list(argument, 'Fn::Or').some((part) => resolve(part, scope) === true),
  'Fn::Not': (argument, scope) => resolve(list(argument, 'Fn::Not')[0], scope) !== true,
};

/** Replaces the intrinsic functions in a template's value. Throws for an unknown function. */
export function resolve(value: unknown, scope: Scope): unknown {
  if (Array.isArray(value)) return value.map((item) => resolve(item, scope)).filter((item) => item !== noValue);
  if (typeof value !== 'object' || value === null) return value;
  const call = asCall(value);
  if (call !== undefined) {
    const evaluate = functions[call.name];
    if (evaluate === undefined) throw new Error(`${call.name} is not supported`);
    return evaluate(call.argument, scope);
  }
  const entries = Object.entries(value)
    .map(([key, item]) => [key, resolve(item, scope)] as const)
    .filter(([, item]) => item !== noValue);
  return Object.fromEntries(entries);
}

/**
 * Evaluates a member of the template's `Conditions`, where `{ Condition: name }` refers to another.
 */
export function evaluateCondition(expression: unknown, scope: Scope): boolean {
  const inlined = inlineConditions(expression, scope);
  return resolve(inlined, scope) === true;
}

function inlineConditions(value: unknown, scope: Scope): unknown {
  if (Array.isArray(value)) return value.map((item) => inlineConditions(item, scope));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const [first] = entries;
  if (entries.length === 1 && first?.[0] === 'Condition') return scope.condition(String(first[1]));
  return Object.fromEntries(entries.map(([key, item]) => [key, inlineConditions(item, scope)]));
}

/** The logical ids that a template's value refers to, without pseudo parameters. */
export function references(value: unknown, found: Set<string> = new Set()): Set<string> {
  if (Array.isArray(value)) {
    for (const item of value) references(item, found);
    return found;
  }
  if (typeof value !== 'object' || value === null) return found;
  const call = asCall(value);
  if (call?.name === 'Ref') found.add(String(call.argument));
  else if (call?.name === 'Fn::GetAtt') found.add(attributePath(call.argument)[0]);
  else {
    if (call?.name === 'Fn::Sub') {
      const text = Array.isArray(call.argument) ? call.argument[0] : call.argument;
      for (const [, name = ''] of String(text).matchAll(placeholder)) found.add(name.split('.')[0] ?? name);
    }
    for (const item of Object.values(value)) references(item, found);
  }
  for (const id of found) if (id.startsWith('AWS::')) found.delete(id);
  return found;
}

const placeholder = /\$\{([^!${}][^${}]*)\}/g;

function substitute(argument: unknown, scope: Scope): string {
  const [text, variables] = Array.isArray(argument) ? argument : [argument, {}];
  const own = resolve(variables ?? {}, scope) as Record<string, unknown>;
  return String(text)
    .replace(placeholder, (_match, name: string) => {
      if (name in own) return String(own[name]);
      const dot = name.indexOf('.');
      return String(dot === -1 ? scope.ref(name) : scope.attribute(name.slice(0, dot), name.slice(dot + 1)));
    })
    .replace(/\$\{!([^}]*)\}/g, '$${$1}');
}

function attributePath(argument: unknown): readonly [string, string] {
  const [logicalId = '', ...rest] = Array.isArray(argument) ? argument.map(String) : String(argument).split('.');
  return [logicalId, rest.join('.')];
}

function asCall(value: object): { readonly name: string; readonly argument: unknown } | undefined {
  const keys = Object.keys(value);
  const name = keys[0];
  if (keys.length !== 1 || name === undefined) return undefined;
  if (name !== 'Ref' && !name.startsWith('Fn::')) return undefined;
  return { name, argument: (value as Record<string, unknown>)[name] };
}

function list(value: unknown, name: string): unknown[] {
  if (!Array.isArray(value)) throw new Error(`${name} needs a list`);
  return value;
}
