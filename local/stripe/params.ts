/** An endpoint's parameters as data: each name with its kind. Unnamed parameters are refused. */

import { invalidRequest, missingParameter } from './errors.ts';
import type { Form, FormValue } from './form.ts';
import type { Metadata } from './objects.ts';

export interface Param<T, Required extends boolean = boolean> {
  readonly required: Required;
  readonly read: (value: FormValue, name: string) => T;
}

export type ParamSpec = Readonly<Record<string, Param<unknown>>>;

export type Params<S extends ParamSpec> = {
  readonly [K in keyof S]: S[K] extends Param<infer T, true> ? T : S[K] extends Param<infer T> ? T | undefined : never;
};

/**
 * Checks a form against its specification. Throws `parameter_unknown`, `parameter_missing` or
 * `parameter_invalid_…` (400).
 */
export function readParams<S extends ParamSpec>(spec: S, form: Form, parent?: string): Params<S> {
  const nameOf = (key: string) => (parent ? `${parent}[${key}]` : key);
  const unknown = [...form.keys()].filter((key) => !Object.hasOwn(spec, key)).map(nameOf);
  if (unknown[0] !== undefined) {
    const plural = unknown.length > 1 ? 's' : '';
    throw invalidRequest(`Received unknown parameter${plural}: ${unknown.join(', ')}`, {
      code: 'parameter_unknown',
      param: unknown[0],
    });
  }
  const values: Record<string, unknown> = {};
  for (const [key, param] of Object.entries(spec)) {
    const value = form.get(key);
    if (value !== undefined) values[key] = param.read(value, nameOf(key));
    else if (param.required) throw missingParameter(nameOf(key));
  }
  return values as Params<S>;
}

export function required<T>(param: Param<T>): Param<T, true> {
  return { ...param, required: true };
}

export const text = scalar((value) => value);

/** An integer in decimal digits, within the bounds. */
export function integer(bounds: { min: number; max?: number }): Param<number, false> {
  const { min, max = Number.MAX_SAFE_INTEGER } = bounds;
  return scalar((value, name) => {
    const problem = (message: string) => invalidRequest(message, { code: 'parameter_invalid_integer', param: name });
    const number = Number(value);
    if (!/^-?\d+$/.test(value) || !Number.isSafeInteger(number)) throw problem(`Invalid integer: ${value}`);
    if (number < min) throw problem(`This value must be greater than or equal to ${min}.`);
    if (number > max) throw problem(`This value must be less than or equal to ${max}.`);
    return number;
  });
}

const LARGEST_AMOUNT = 99_999_999;

/** Minor units: at least one, at most eight digits. */
export const amount: Param<number, false> = {
  required: false,
  read: (value, name) => {
    const number = integer({ min: 1 }).read(value, name);
    if (number > LARGEST_AMOUNT) {
      throw invalidRequest('Amount must be no more than 99999999 minor units', {
        code: 'amount_too_large',
        param: name,
      });
    }
    return number;
  },
};

const CURRENCIES = new Set(Intl.supportedValuesOf('currency').map((code) => code.toLowerCase()));

/** An ISO 4217 code in either case, read as lower case. */
export const currency = scalar((value, name) => {
  const code = value.toLowerCase();
  if (!CURRENCIES.has(code)) throw invalidRequest(`Invalid currency: ${value}`, { param: name });
  return code;
});

export const boolean = scalar((value, name) => {
  if (value !== 'true' && value !== 'false') throw invalidRequest(`Invalid boolean: ${value}`, { param: name });
  return value === 'true';
});

export function choice<const T extends string>(...allowed: readonly T[]): Param<T, false> {
  return scalar((value, name) => {
    const found = allowed.find((candidate) => candidate === value);
    if (found === undefined) {
      throw invalidRequest(`Invalid ${name}: must be one of ${allowed.join(', ')}`, { param: name });
    }
    return found;
  });
}

export function list<T>(item: Param<T>): Param<readonly T[], false> {
  return {
    required: false,
    read: (value, name) => {
      if (typeof value === 'string') throw invalidRequest('Invalid array', { param: name });
      return [...value].map(([key, entry]) => item.read(entry, `${name}[${key}]`));
    },
  };
}

export function object<S extends ParamSpec>(spec: S): Param<Params<S>, false> {
  return {
    required: false,
    read: (value, name) => {
      if (typeof value === 'string') throw invalidRequest('Invalid object', { param: name });
      return readParams(spec, value, name);
    },
  };
}

/**
 * Key-value pairs to merge with the present ones. An empty value removes its key; `''` for the
 * whole, which is read as null, removes all keys.
 */
export const metadata: Param<Metadata | null, false> = {
  required: false,
  read: (value, name) => {
    if (value === '') return null;
    if (typeof value === 'string') throw invalidRequest('Invalid object', { param: name });
    for (const [key, entry] of value) checkMetadata(key, entry, `${name}[${key}]`);
    return Object.fromEntries(value) as Metadata;
  },
};

const METADATA_LIMITS = { keys: 50, keyLength: 40, valueLength: 500 };

function checkMetadata(key: string, value: FormValue, name: string): void {
  if (typeof value !== 'string') throw invalidRequest('Metadata values must be strings', { param: name });
  if (key.length > METADATA_LIMITS.keyLength) {
    throw invalidRequest(`Metadata keys can have up to ${METADATA_LIMITS.keyLength} characters`, { param: name });
  }
  if (value.length > METADATA_LIMITS.valueLength) {
    throw invalidRequest(`Metadata values can have up to ${METADATA_LIMITS.valueLength} characters`, { param: name });
  }
}

/** Returns an object's updated metadata. Throws an invalid request (400) beyond fifty keys. */
export function mergeMetadata(current: Metadata, update: Metadata | null | undefined): Metadata {
  if (update === null) return {};
  const merged = Object.entries({ ...current, ...update }).filter(([, value]) => value !== '');
  if (merged.length > METADATA_LIMITS.keys) {
    throw invalidRequest(`You can only specify up to ${METADATA_LIMITS.keys} metadata keys`, { param: 'metadata' });
  }
  return Object.fromEntries(merged);
}

function scalar<T>(read: (value: string, name: string) => T): Param<T, false> {
  return {
    required: false,
    read: (value, name) => {
      if (typeof value !== 'string') throw invalidRequest(`Invalid string: ${name}`, { param: name });
      if (value === '') {
        throw invalidRequest(`You passed an empty string for '${name}'. Remove it or supply a non-empty value.`, {
          code: 'parameter_invalid_empty',
          param: name,
        });
      }
      return read(value, name);
    },
  };
}
