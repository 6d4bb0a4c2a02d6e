export interface Clock {
  now(): Date;
}

/** A clock that can also wait, for a use case that retries after a concurrent update. */
export interface Timer extends Clock {
  pause(milliseconds: number): Promise<void>;
}

export const systemClock: Timer = {
  now: () => new Date(),
  pause: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
};
