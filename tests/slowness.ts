/** The limits of the tests were written for a machine that needs this for the work below. */
const QUIET_MS = 40;
/** A limit is for hangs: beyond this factor it would end none in useful time. */
const SLOWEST = 10;

/**
 * Measures how many times slower this machine is, just now, than the one of the limits. An older
 * processor and busy neighbours count alike.
 *
 * @returns 1 to 10
 */
export function measureSlowness(): number {
  const start = performance.now();
  work();
  return Math.min(SLOWEST, Math.max(1, (performance.now() - start) / QUIET_MS));
}

function work(): void {
  const rows = Array.from({ length: 2_000 }, (_, index) => ({ id: `row_${index}`, index, tags: ['a', 'b'] }));
  for (let round = 0; round < 60; round++) JSON.parse(JSON.stringify(rows));
}
