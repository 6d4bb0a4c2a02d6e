import * as z from 'zod';

// `cdk -c name=value` hands over text, a file or a test the value itself.
const list = z.union([z.array(z.string()), z.string().transform((text) => text.split(',').filter(Boolean))]);

const Settings = z.object({
  /** Part of every physical name, so that stages share an account. */
  stage: z
    .string()
    .regex(/^[a-z][a-z0-9]{0,11}$/)
    .default('dev'),
  /** How long a buyer has to finish a payment, in seconds: less than the 15 minutes that inventory holds the pieces, or paying late is paying in vain. */
  paymentTimeoutSeconds: z.coerce.number().int().min(1).max(840).default(600),
  /** Origins of browsers that may call the API, e.g. `https://shop.example.com`; none: no CORS headers. */
  corsOrigins: list.default([]),
  /** ISO 4217 code of the one currency that the shop sells in. */
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .default('EUR'),
  /** The sender's address; SES asks its owner to verify it. */
  mailFrom: z.email().default('shop@example.com'),
  /** Where the prebuilt bundles are, relative to the working directory or absolute. */
  bundleDir: z.string().default('dist'),
});

/** What a deployment can choose. */
export type Settings = z.infer<typeof Settings>;

/** Reads the CDK context; throws with the names of what is wrong. Context keys of the CDK itself are left alone. */
export const settingsOf = (context: Readonly<Record<string, unknown>>): Settings => Settings.parse(context);
