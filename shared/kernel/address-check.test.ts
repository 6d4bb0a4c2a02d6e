import { describe, expect, it } from 'vitest';
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
});
