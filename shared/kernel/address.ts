import * as z from 'zod';
import { lineSchema } from './text.ts';

/** A postal address as it is stored and shown. */
export const addressSchema = z
  .strictObject({
    name: lineSchema(200).describe('The person or company at the address.'),
    line1: lineSchema(200).describe('Street and number, or a post box.'),
    line2: lineSchema(200).optional().describe('Floor, company, or other additions.'),
    city: lineSchema(100).describe('City or town.'),
    region: lineSchema(100).optional().describe('State, province or county.'),
    postalCode: lineSchema(20).describe(
      'The postal code, in the form that the country prescribes, if it has postal codes.',
    ),
    country: z
      .string()
      .regex(/^[A-Z]{2}$/, 'A country is two capital letters such as DE (ISO 3166-1 alpha-2).')
      .describe('The country: an ISO 3166-1 alpha-2 code such as DE.'),
    phone: lineSchema(30).optional().describe('A phone number for the carrier.'),
  })
  .meta({ id: 'Address', description: 'A postal address.' });

export type Address = z.output<typeof addressSchema>;
