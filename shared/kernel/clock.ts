export interface Clock {
  now(): Date;
}

/** A clock that can also wait, for a use case that decides again after a lost race. */
export interface Timer extends Clock {
  pause(milliseconds: number): Promise<void>;
}

export const systemClock: Timer = {
  now: () => new Date(),
  pause: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
};
