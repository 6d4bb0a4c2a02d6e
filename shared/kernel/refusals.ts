import { type Refusal, refuse } from './result.ts';

/** Refusals that use cases of several domains share. */

export type NotFound = Refusal<'request.not_found'>;

export const noSuch = (thing: string) => refuse('request.not_found', `There is no such ${thing}.`);

export type VersionRefusal = Refusal<'request.precondition_required' | 'request.version_mismatch'>;

/** Refuses a change that is not based on this version. */
export type CheckVersion = (version: number) => VersionRefusal | undefined;
