import { type Refusal, refuse } from '../../../shared/kernel/result.ts';
import { allowedMethods, type Paths } from './allowed-methods.ts';

/**
 * The allowed methods of a request's path, and the refusal of the request. OPTIONS is not refused.
 */
export interface Unmatched {
  readonly allowed: readonly string[];
  readonly refusal: Refusal<'request.not_found' | 'request.method_not_allowed'> | undefined;
}

/** Decides on a request that no route matches: OPTIONS of an existing path succeeds. */
export function unmatched(document: Paths, method: string, path: string): Unmatched {
  const allowed = allowedMethods(document, path);
  if (allowed.length === 0) {
    const detail = path.startsWith('/v1') ? 'There is no such route.' : 'The API is below /v1.';
    return { allowed, refusal: refuse('request.not_found', detail).refusal };
  }
  if (method === 'OPTIONS') return { allowed, refusal: undefined };
  const { refusal } = refuse('request.method_not_allowed', `This path allows only ${allowed.join(', ')}.`);
  return { allowed, refusal };
}
