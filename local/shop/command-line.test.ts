import { describe, expect, it } from 'vitest';
import { parseCommandLine } from './command-line.ts';

describe('the command line', () => {
  it('starts a filled shop on port 4000 by default', () => {
    expect(parseCommandLine([])).toEqual({ port: 4000, seed: true, verbose: false, watch: false });
  });

  it('understands every option', () => {
    const options = ['--port', '0', '--no-seed', '--payment-timeout', '20', '--data', 'state', '--verbose', '--watch'];
    const faults = ['--faults', 'seed=7,sqs:before', '--faults', 'ses:throttle:rate=0.5,stripe.capture:drop-reply'];

    expect(parseCommandLine([...options, ...faults])).toEqual({
      port: 0,
      seed: false,
      verbose: true,
      watch: true,
      paymentTimeoutSeconds: 20,
      dataDir: 'state',
      faults: {
        seed: 7,
        faults: [
          { service: 'sqs', when: 'before' },
          { service: 'ses', when: 'throttle', rate: 0.5 },
          { service: 'stripe', operation: 'capture', when: 'drop-reply' },
        ],
      },
    });
    expect(parseCommandLine(['--help'])).toBe('help');
  });

  it.each([
    [['--port', '65536'], /--port/],
    [['--port', '-1'], /--port/],
    [['--port', '4e3'], /--port/],
    [['--port'], /^--port needs a value\.$/],
    [['--prot', '1'], /^There is no option --prot\. Did you mean --port\?$/],
    [['--payment-timeout', '0'], /--payment-timeout/],
    [['--data', ''], /--data/],
    [['--faults', 'sqs:explode'], /--faults 'sqs:explode': 'explode' is not a kind/],
    [['--no-sead'], /^There is no option --no-sead\. Did you mean --no-seed\?$/],
    [['4001'], /'4001'.*npm start -- --port/],
  ])('reports the error in %j', (options, problem) => {
    expect(parseCommandLine(options)).toEqual({ problem: expect.stringMatching(problem) });
  });
});
