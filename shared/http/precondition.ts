import { type Refusal, refuse } from '../kernel/result.ts';

/** The versions that an `If-Match` header names; `*` matches any version. */
export type IfMatch = '*' | readonly number[];

/**
 * Parses `"3"`, `"3", "4"` or `*` (RFC 9110 §13.1.1). Undefined for any other form. `W/"3"` counts
 * as `"3"`: a proxy that compresses an answer weakens its tag, and the tag is a version anyway.
 */
export function parseIfMatch(header: string): IfMatch | undefined {
  if (header.trim() === '*') return '*';
  const tags = header.split(',').map((tag) => tag.trim());
  if (!tags.every((tag) => /^(W\/)?"[^"]*"$/.test(tag))) return undefined;
  return tags.flatMap((tag) => {
    const version = /^(?:W\/)?"(\d{1,15})"$/.exec(tag)?.[1];
    return version === undefined ? [] : [Number(version)];
  });
}

export const entityTag = (version: number): string => `"${version}"`;

/** The `ETag` header of a resource: its version. */
export const tagged = ({ version }: { readonly version: number }) => ({ etag: entityTag(version) });

/**
 * Refuses a change that is not based on the current version: 428 without `If-Match`, 412 when
 * stale. Check existence and ownership first, so that it reveals nothing that the caller may not
 * see.
 */
export function checkVersion(
  ifMatch: IfMatch | undefined,
  version: number,
): Refusal<'request.precondition_required' | 'request.version_mismatch'> | undefined {
  if (ifMatch === undefined) {
    return refuse('request.precondition_required', 'Send If-Match with the ETag of the version that you read.').refusal;
  }
  if (ifMatch === '*' || ifMatch.includes(version)) return undefined;
  return refuse('request.version_mismatch', `The current version is ${version}: read it again and repeat the change.`)
    .refusal;
}

/**
 * Checks `If-Match` once the use case knows the version, see `checkVersion`.
 *
 * @param isNeeded whether a change of this version requires `If-Match`. Default: it does.
 */
export const basedOn =
  (ifMatch: IfMatch | undefined, isNeeded: (version: number) => boolean = () => true) =>
  (version: number) =>
    ifMatch === undefined && !isNeeded(version) ? undefined : checkVersion(ifMatch, version);
