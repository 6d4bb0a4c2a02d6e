import { type Refusal, refuse } from '../../../shared/kernel/result.ts';
import { allowedMethods, type Paths } from './allowed-methods.ts';

/** What a request meets that no route takes: the methods that its path has, and why it is refused, if it is. */
export interface Unmatched {
  readonly allowed: readonly string[];
  readonly refusal: Refusal<'request.not_found' | 'request.method_not_allowed'> | undefined;
}

/** Not found where no route has the path; where one has, OPTIONS is answered and every other method is not allowed. */
export function unmatched(document: Paths, method: string, path: string): Unmatched {
  const allowed = allowedMethods(document, path);
  if (allowed.length === 0) {
    const detail = path.startsWith('/v1') ? 'There is no such route.' : 'The API is below /v1.';
    return { allowed, refusal: refuse('request.not_found', detail).refusal };
  }
  if (method === 'OPTIONS') return { allowed, refusal: undefined };
  const { refusal } = refuse('request.method_not_allowed', `Only ${allowed.join(', ')} here.`);
  return { allowed, refusal };
}
