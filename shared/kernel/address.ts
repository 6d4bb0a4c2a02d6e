import * as z from 'zod';

/** Text that a person typed, in one line. */
export const lineSchema = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .regex(/^[^\p{Cc}]*$/u, 'No control characters.');

/** A postal address as it is kept and shown. */
export const addressSchema = z.strictObject({
  name: lineSchema(200),
  line1: lineSchema(200),
  line2: lineSchema(200).optional(),
  city: lineSchema(100),
  region: lineSchema(100).optional(),
  postalCode: lineSchema(20),
  /** ISO 3166-1 alpha-2. */
  country: z.string().regex(/^[A-Z]{2}$/, 'Two capital letters, ISO 3166-1 alpha-2.'),
  phone: lineSchema(30).optional(),
});

export type Address = z.output<typeof addressSchema>;
