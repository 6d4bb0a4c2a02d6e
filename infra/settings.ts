import * as z from 'zod';
import { isCurrency } from '../shared/kernel/currency.ts';

// `cdk -c name=value` passes text; a file or a test passes the value itself.
const list = z.union([
  z.array(z.string()),
  z.string().transform((text) =>
    text
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean),
  ),
]);

/** Whether a browser may send it as `Origin`, where a path or the scheme's own port never stand. */
const isOrigin = (text: string): boolean =>
  /^https?:\/\/[^*]+$/.test(text) && URL.canParse(text) && new URL(text).origin === text;

const origins = z
  .array(
    z.string().refine((text) => text === '*' || isOrigin(text), {
      error: ({ input }) => `${String(input)} is no origin such as https://shop.example`,
    }),
  )
  .refine((all) => all.length === 1 || !all.includes('*'), '* stands for every origin, so it stands alone');

/**
 * Sign-in by other identity providers, through Cognito's hosted pages; none of it is deployed
 * without `signInDomain`. The operator makes the secret `souk/<stage>/sign-in`:
 * `{ googleClientSecret, applePrivateKey, oidcClientSecret }`.
 */
export const signInSettings = z.object({
  signInDomain: z
    .string()
    .regex(/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/)
    .optional()
    .describe(
      "the first label of the hosted pages' host name, `<it>.auth.<region>.amazoncognito.com`; all others need it",
    ),
  signInCallbackUrls: list.default([]).describe('where the hosted pages may send people back to, comma-separated'),
  googleClientId: z.string().optional().describe('sign-in with Google'),
  appleClientId: z.string().optional().describe("sign-in with Apple: the service id; needs Apple's team and key"),
  appleTeamId: z.string().optional().describe("Apple's team id"),
  appleKeyId: z.string().optional().describe('the id of the key in the secret'),
  oidcIssuer: z
    .url({ protocol: /^https$/ })
    .optional()
    .describe('sign-in with any OpenID Connect issuer; needs the client id'),
  oidcClientId: z.string().optional().describe('the client id at that issuer'),
});

/** Each setting's description is its row in the READMEs: `npm run docs`. */
export const shopSettings = z.object({
  stage: z
    .string()
    .regex(/^[a-z][a-z0-9]{0,11}$/)
    .default('dev')
    .describe('part of every physical name, so that stages can share an account'),
  paymentTimeoutSeconds: z.coerce
    .number()
    .int()
    .min(1)
    .max(840)
    .default(300)
    .describe(
      'seconds that a buyer has for 3-D Secure, during which the order holds its pieces unpaid: less than the 15 minutes of a hold',
    ),
  waitingShare: z.coerce
    .number()
    .min(0)
    .max(1)
    .default(0.5)
    .describe(
      "the share of a SKU's unpaid pieces that may be held when a guest's payment begins to wait for the bank; beyond it the order is rejected",
    ),
  waitingShareSignedIn: z.coerce
    .number()
    .min(0)
    .max(1)
    .default(0.75)
    .describe('the same share when a signed-in buyer begins to wait: more, so that guests cannot take all of it'),
  waitingAtLeast: z.coerce
    .number()
    .int()
    .min(1)
    .default(5)
    .describe('pieces of a SKU that may be held by such orders in any case, so that the last ones can be bought'),
  unpaidPerBuyer: z.coerce
    .number()
    .int()
    .min(1)
    .default(3)
    .describe(
      'orders that one buyer may have open and unpaid at once: an account, or the mail address that guests name',
    ),
  unpaidPerNetwork: z.coerce
    .number()
    .int()
    .min(1)
    .default(20)
    .describe(
      'orders that the guests of one source network may have open and unpaid at once; with signed-in buyers it may have twice as many, so that guests cannot shut them out',
    ),
  paymentReturnUrl: z
    .url({ protocol: /^https?$/ })
    .max(2_048)
    .optional()
    .describe(
      'the page to which the bank sends buyers back after 3-D Secure; without it `nextAction.redirectUrl` is empty, and the storefront shows the bank with Stripe.js and the client secret',
    ),
  throttleFactor: z.coerce
    .number()
    .int()
    .min(1)
    .max(100_000)
    .default(1)
    .describe(
      'multiplies the limits per source network and mail address on checkouts, and per network on new carts: 1, unless all callers share a network, as behind a proxy or in a load test',
    ),
  corsOrigins: list
    .pipe(origins)
    .default([])
    .describe('origins of browsers that may call the API, comma-separated; `*`: all; none: no CORS headers'),
  currency: z
    .string()
    .refine(isCurrency, { error: ({ input }) => `${String(input)} is no currency of ISO 4217 that has a minor unit` })
    .default('EUR')
    .describe('the one currency that the shop sells in, ISO 4217'),
  mailFrom: z.email().default('shop@example.com').describe('the sender of mails; SES asks its owner to verify it'),
  mailVerified: z
    .stringbool()
    .or(z.boolean())
    .default(false)
    .describe('whether SES has verified `mailFrom`: then codes come from it, else from Cognito itself, 50 a day'),
  trail: z
    .stringbool()
    .or(z.boolean())
    .default(true)
    .describe(
      'whether the stage has a CloudTrail trail, without which accounts that are deleted in Cognito itself go unnoticed; `false` where the AWS account already has one that records write management events, since a second costs $2 per 100,000 calls',
    ),
  adminMfa: z
    .enum(['optional', 'required'])
    .default('optional')
    .describe(
      '`required`: an admin can do nothing until they have switched a second factor on; `optional`: each decides for themselves',
    ),
  bundleDir: z
    .string()
    .default('dist')
    .describe('where the prebuilt bundles are, absolute or relative to the working directory'),
});

const Settings = shopSettings.extend(signInSettings.shape);

type Settled = z.infer<typeof Settings>;

/** Settings that are useless without others: each with those that it needs. */
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

/** The CDK's own keys are no plain words, e.g. `@aws-cdk/core:checkSecretUsage`. */
const isOurs = (name: string): boolean => /^\w+$/.test(name);

/** The settings of one deployment, with the defaults filled in. */
export type Settings = Settled;

/**
 * Reads the settings from the CDK context, and ignores the CDK's own keys.
 *
 * @throws Error that names each wrong setting.
 */
export function settingsOf(context: Readonly<Record<string, unknown>>): Settings {
  const { data, error } = Settings.superRefine(checkDemands).safeParse(context);
  const unknown = Object.keys(context).filter((name) => isOurs(name) && !Object.hasOwn(Settings.shape, name));
  if (data !== undefined && unknown.length === 0) return data;
  const problems = [
    ...unknown.map((name) => `${name}: there is no such setting`),
    ...(error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ?? []),
  ];
  throw new Error(`The context has wrong settings. ${problems.join('; ')}`);
}
