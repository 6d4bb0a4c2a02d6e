const UNIT_MS: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/** The milliseconds between two runs of `rate(value unit)`; throws for any other schedule. */
export function intervalOf(expression: string, ruleName: string): number {
  const [, value, unit] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression) ?? [];
  const unitMs = UNIT_MS[unit ?? ''];
  if (!value || !unitMs) {
    throw new Error(`Rule ${ruleName} runs on ${expression}; the local cloud knows only rate(), e.g. rate(5 minutes)`);
  }
  return Number(value) * unitMs;
}
