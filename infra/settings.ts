import * as z from 'zod';

// `cdk -c name=value` hands over text, a file or a test the value itself.
const list = z.union([z.array(z.string()), z.string().transform((text) => text.split(',').filter(Boolean))]);

/**
 * Sign-in by other identity providers, through Cognito's hosted pages. Nothing of it is there unless `signInDomain` is given. Their secrets are
 * in the secret `souk/<stage>/sign-in` that the operator makes: `{ googleClientSecret, applePrivateKey, oidcClientSecret }`.
 */
const SignInSettings = {
  /** The first label of the hosted pages' host name, `<it>.auth.<region>.amazoncognito.com`. */
  signInDomain: z
    .string()
    .regex(/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/)
    .optional(),
  /** Where the hosted pages may send people back to. */
  signInCallbackUrls: list.default([]),
  googleClientId: z.string().optional(),
  /** Apple's service id; it needs the team and the key, too. */
  appleClientId: z.string().optional(),
  appleTeamId: z.string().optional(),
  appleKeyId: z.string().optional(),
  oidcIssuer: z.url({ protocol: /^https$/ }).optional(),
  oidcClientId: z.string().optional(),
};

const Settings = z.object({
  /** Part of every physical name, so that stages share an account. */
  stage: z
    .string()
    .regex(/^[a-z][a-z0-9]{0,11}$/)
    .default('dev'),
  /**
   * How long a buyer has to finish a payment, in seconds. Less than the 15 minutes of a hold;
   * otherwise a late payment finds its stock released.
   */
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
  /** Whether SES has verified `mailFrom`: then codes are mailed from it too, else by Cognito itself, which sends 50 mails a day. */
  mailVerified: z.stringbool().or(z.boolean()).default(false),
  ...SignInSettings,
  /** Where the prebuilt bundles are, relative to the working directory or absolute. */
  bundleDir: z.string().default('dist'),
});

type Settled = z.infer<typeof Settings>;

/** What makes sense only together. */
const DEMANDS: Readonly<Partial<Record<keyof Settled, readonly (keyof Settled)[]>>> = {
  signInDomain: ['signInCallbackUrls'],
  googleClientId: ['signInDomain'],
  appleClientId: ['signInDomain', 'appleTeamId', 'appleKeyId'],
  oidcIssuer: ['signInDomain', 'oidcClientId'],
};

const isGiven = (value: unknown): boolean => value !== undefined && !(Array.isArray(value) && value.length === 0);

function checkDemands(settings: Settled, context: z.RefinementCtx): void {
  for (const [name, needed] of Object.entries(DEMANDS)) {
    const missing = needed.filter((other) => !isGiven(settings[other]));
    if (isGiven(settings[name as keyof Settled]) && missing.length > 0) {
      context.addIssue({ code: 'custom', path: missing, message: `${name} needs ${missing.join(', ')} too.` });
    }
  }
}

/** What a deployment can choose. */
export type Settings = Settled;

/** Reads the CDK context; throws with the names of what is wrong. Context keys of the CDK itself are left alone. */
export const settingsOf = (context: Readonly<Record<string, unknown>>): Settings =>
  Settings.superRefine(checkDemands).parse(context);
