/** The seconds of `Prefer: wait=10` (RFC 7240 §4.3), at most `most`; 0 without it. */
export function preferredWait(prefer: string | undefined, most: number): number {
  const seconds = /(?:^|[,;\s])wait\s*=\s*"?(\d{1,6})"?/i.exec(prefer ?? '')?.[1];
  return Math.min(Number(seconds ?? 0), most);
}
