import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { logger as shared } from './logger.ts';

type SharedLogger = typeof shared;

let logger: SharedLogger;

// In this mode the logger writes to the console, which a test can watch.
beforeEach(async () => {
  vi.resetModules();
  vi.stubEnv('POWERTOOLS_DEV', 'true');
  ({ logger } = await import('./logger.ts'));
  return () => vi.unstubAllEnvs();
});

describe('a logged error', () => {
  it('keeps its name, message and cause, and no member that a library added', () => {
    const written = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const answer = { headers: { authorization: 'Bearer t0ken' }, payment_intent: { client_secret: 'pi_s3cret' } };
    const inner = Object.assign(new Error('The card was declined.'), { type: 'StripeCardError', raw: answer });
    const error = Object.assign(new TypeError('The step failed.', { cause: inner }), { $response: answer });

    logger.error('step failed', { error });

    const line = String(written.mock.calls[0]?.[0]);
    expect(JSON.parse(line)).toMatchObject({
      message: 'step failed',
      error: { name: 'TypeError', message: 'The step failed.', cause: { message: 'The card was declined.' } },
    });
    expect(line).not.toMatch(/t0ken|s3cret/);
  });
});
