import { describe, expect, it } from 'vitest';
import { parseCommandLine } from './command-line.ts';

describe('the command line', () => {
  it('starts a filled shop on port 4000 by default', () => {
    expect(parseCommandLine([])).toEqual({ port: 4000, seed: true, verbose: false, watch: false, context: {} });
  });

  it('understands every option', () => {
    const options = ['--port', '0', '--no-seed', '--payment-timeout', '20', '--data', 'state', '--verbose', '--watch'];
    const context = ['-c', 'currency=USD', '--context', 'mailFrom=a=b@shop.example'];
    const faults = ['--faults', 'seed=7,sqs:before', '--faults', 'ses:throttle:rate=0.5,stripe.capture:drop-reply'];

    expect(parseCommandLine([...options, ...context, ...faults])).toEqual({
      port: 0,
      seed: false,
      verbose: true,
      watch: true,
      context: { currency: 'USD', mailFrom: 'a=b@shop.example', paymentTimeoutSeconds: 20 },
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
    [['4001'], /'4001'/],
    [['-c', 'currency'], /^-c needs KEY=VALUE, not 'currency'\.$/],
    [['-c', 'stage=prod'], /stage is always 'local'/],
  ])('reports the error in %j', (options, problem) => {
    expect(parseCommandLine(options)).toEqual({ problem: expect.stringMatching(problem) });
  });

  // So npm 10 and 11 pass on what stands before no `--`.
  it.each([
    ['npm start --port 4001', ['4001'], { npm_config_port: 'true' }, 'npm start -- --port 4001'],
    ['npm start --port=4001', [], { npm_config_port: '4001' }, 'npm start -- --port 4001'],
    ['npm start --no-seed', [], { npm_config_seed: '' }, 'npm start -- --no-seed'],
    [
      'npm run dev --data "my shop" --port 4001',
      ['my shop', '4001'],
      { npm_config_data: 'true', npm_config_port: 'true', npm_lifecycle_event: 'dev' },
      'npm run dev -- --port 4001 --data "my shop"',
    ],
    [
      'npm start --port 4001 -- --verbose',
      ['4001', '--verbose'],
      { npm_config_port: 'true' },
      'npm start -- --port 4001 --verbose',
    ],
    ['npm start -c currency=USD', [], { npm_config_call: 'currency=USD' }, 'npm start -- -c currency=USD'],
    [
      'npm start --port 4001 -- --data 4001',
      ['4001', '--data', '4001'],
      { npm_config_port: 'true' },
      'npm start -- --port 4001 --data 4001',
    ],
  ])('says the whole command for %s', (_typed, passedOn, environment, command) => {
    expect(parseCommandLine(passedOn, { npm_lifecycle_event: 'start', ...environment })).toEqual({
      problem: `npm kept an option for itself. The whole command is: ${command}`,
    });
  });

  it('is not misled by the environment of an npm that kept nothing', () => {
    const environment = {
      npm_config_cache: '/home/ada/.npm',
      npm_lifecycle_event: 'start',
      npm_config_port: undefined,
      npm_config_call: 'MODE=test node run.js',
    };

    expect(parseCommandLine(['--no-seed'], environment)).toMatchObject({ seed: false });
  });
});
