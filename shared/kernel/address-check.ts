import codes from 'i18n-iso-countries/codes.json' with { type: 'json' };
import { postcodeValidator, postcodeValidatorExistsForCountry } from 'postcode-validator';
import type * as z from 'zod';
import type { Address } from './address.ts';
import { rule } from './field-error.ts';

const COUNTRIES: ReadonlySet<string> = new Set(codes.flatMap(([alpha2 = '']) => alpha2));

/**
 * Checks a new address (`addressSchema.superRefine(checkAddress)`). The country must exist, and the
 * postal code must have the form of that country, if it has postal codes.
 *
 * The schema of stored addresses has no such check, because the lists change and old addresses must
 * stay readable. It is a separate file because the lists are larger than most functions that read
 * an address.
 */
export function checkAddress(
  { country, postalCode }: Pick<Address, 'country' | 'postalCode'>,
  context: z.RefinementCtx,
): void {
  const refuse = (path: string, message: string) =>
    context.addIssue({ code: 'custom', path: [path], ...rule('bad_format', message) });
  if (!COUNTRIES.has(country)) refuse('country', 'Not an ISO 3166-1 alpha-2 country code.');
  else if (postcodeValidatorExistsForCountry(country) && !postcodeValidator(postalCode.toUpperCase(), country)) {
    refuse('postalCode', `Not a postal code of ${country}.`);
  }
}
