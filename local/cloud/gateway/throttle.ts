export interface ThrottleSettings {
  /** Requests per second; no limit when left out. */
  readonly ThrottlingRateLimit?: number;
  /** The size of a burst. */
  readonly ThrottlingBurstLimit?: number;
}

/** A token bucket over the machine's monotonic clock. Returns whether the request may pass. */
export function createThrottle(settings: ThrottleSettings, now: () => number = () => performance.now()): () => boolean {
  const { ThrottlingRateLimit: rate, ThrottlingBurstLimit: burst } = settings;
  if (rate === undefined) return () => true;
  const size = burst ?? rate;
  let tokens = size;
  let filledAt = now();
  return () => {
    const time = now();
    tokens = Math.min(size, tokens + ((time - filledAt) / 1000) * rate);
    filledAt = time;
    if (tokens < 1) return false;
    tokens -= 1;
    return true;
  };
}
