import { describe, expect, it } from 'vitest';
import { judgeTrial, type TrialCount, waitAfter } from './trials.ts';

const backOff = { from: 5, seconds: 30, mostSeconds: 3600 };
const terms = { open: 3, openSeconds: 2700, failures: 30, windowSeconds: 86_400, backOff };
const NOW = 1_000_000;

const failed = (failures: number, secondsAgo: number): TrialCount => ({
  trials: new Map(),
  failures,
  failedAt: NOW - secondsAgo,
  windowEnd: NOW + 50_000,
});

describe('a trial after failures', () => {
  it('waits from the fifth on, each time twice as long, up to an hour', () => {
    const waits = Array.from({ length: 14 }, (_, failures) => waitAfter(failures, backOff));

    expect(waits).toEqual([0, 0, 0, 0, 0, 30, 60, 120, 240, 480, 960, 1920, 3600, 3600]);
  });

  it('may begin when its wait is over, and not before', () => {
    expect(judgeTrial(failed(7, 119), NOW, terms)).toEqual({
      granted: false,
      because: 'failures',
      retryAfterSeconds: 1,
    });
    expect(judgeTrial(failed(7, 120), NOW, terms)).toMatchObject({ granted: true, failures: 7 });
  });

  it('does not begin after the last failure that is allowed, until the window ends', () => {
    expect(judgeTrial(failed(30, 7200), NOW, terms)).toMatchObject({ retryAfterSeconds: 50_000 });
    expect(judgeTrial({ ...failed(30, 0), windowEnd: NOW }, NOW, terms)).toMatchObject({ granted: true, failures: 0 });
  });
});

describe('a trial beside others', () => {
  it('waits for one of them, at most until the first has lapsed', () => {
    const trials = new Map([
      ['lapsed', NOW],
      ['one', NOW + 20],
      ['two', NOW + 900],
      ['three', NOW + 901],
    ]);

    expect(judgeTrial({ ...failed(0, 0), trials }, NOW, terms)).toEqual({
      granted: false,
      because: 'open',
      retryAfterSeconds: 20,
    });
    trials.delete('one');
    expect(judgeTrial({ ...failed(0, 0), trials }, NOW, terms)).toMatchObject({ granted: true, expired: ['lapsed'] });
    trials.set('four', NOW + 902);
    expect(judgeTrial({ ...failed(0, 0), trials }, NOW, terms)).toMatchObject({ retryAfterSeconds: 60 });
  });
});
