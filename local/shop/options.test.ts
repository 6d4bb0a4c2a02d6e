import { describe, expect, it } from 'vitest';
import { readOptions } from './options.ts';

const options = {
  port: { type: 'string' },
  'no-seed': { type: 'boolean' },
  verbose: { type: 'boolean' },
} as const;

describe('options', () => {
  it('are read with their values, and beside other arguments', () => {
    expect(readOptions(['--port', '1', 'x', '--no-seed'], options)).toMatchObject({
      values: { port: '1', 'no-seed': true },
      positionals: ['x'],
    });
    expect(readOptions(['--port=-1'], options).values).toEqual({ port: '-1' });
  });

  it.each([
    [['--prot', '1'], 'There is no option --prot. Did you mean --port?'],
    [['--Verbose'], 'There is no option --Verbose. Did you mean --verbose?'],
    [['--seed'], 'There is no option --seed. Did you mean --no-seed?'],
    [['-p', '1'], 'There is no option -p. Did you mean --port?'],
    [['--colour'], 'There is no option --colour.'],
    [['--constructor'], 'There is no option --constructor.'],
    [['--port'], '--port needs a value.'],
    [['--port', '--no-seed'], '--port needs a value.'],
    [['--port', '-1'], '--port needs a value.'],
    [['--no-seed=yes'], '--no-seed takes no value.'],
  ])('that are wrong in %j are explained in a sentence', (args, sentence) => {
    expect(() => readOptions(args, options)).toThrow(new Error(sentence));
  });
});
