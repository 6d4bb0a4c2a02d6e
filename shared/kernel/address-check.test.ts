import { describe, expect, it } from 'vitest';
import { validate } from '../http/validation.ts';
import { addressSchema } from './address.ts';
import { checkAddress } from './address-check.ts';

const schema = addressSchema.superRefine(checkAddress);
const pathsOf = (country: string, postalCode: string) =>
  schema
    .safeParse({ name: 'Ada', line1: '1 Market Street', city: 'Town', country, postalCode })
    .error?.issues.map(({ path }) => path.join('.')) ?? [];

describe('a new address', () => {
  it.each([
    ['DE', '10115'],
    ['GB', 'sw1a 1aa'],
    ['NL', '1012 ab'],
    ['US', '94103-1234'],
    ['CA', 'K1A 0B1'],
    ['JP', '100-0001'],
    ['AE', 'none'],
  ])('in %s may have the postal code %s', (country, postalCode) => {
    expect(pathsOf(country, postalCode)).toEqual([]);
  });

  it.each([
    ['DE', '1011'],
    ['US', '10115-1'],
    ['GB', '10115'],
  ])('in %s may not have the postal code %s', (country, postalCode) => {
    expect(pathsOf(country, postalCode)).toEqual(['postalCode']);
  });

  it.each(['QQ', 'UK', 'EU'])('may not be in %s, which ISO 3166-1 does not assign', (country) => {
    expect(pathsOf(country, '10115')).toEqual(['country']);
  });

  it.each(['', 'de', 'Germany'])('names one mistake in the country %j, whose form is wrong', (country) => {
    const checked = validate(schema, { name: 'Ada', line1: '1 Market Street', city: 'Town', country, postalCode: '1' });

    expect(checked).toEqual({
      mistakes: [
        {
          path: ['country'],
          code: 'bad_format',
          detail: 'A country is two capital letters such as DE (ISO 3166-1 alpha-2).',
        },
      ],
    });
  });

  it('names one mistake in a postal code that is empty', () => {
    const checked = validate(schema, {
      name: 'Ada',
      line1: '1 Market Street',
      city: 'Town',
      country: 'DE',
      postalCode: '',
    });

    expect(checked).toEqual({
      mistakes: [{ path: ['postalCode'], code: 'too_short', detail: 'Must not be empty.' }],
    });
  });
});
