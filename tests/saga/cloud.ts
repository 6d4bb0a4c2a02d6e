import { randomUUID } from 'node:crypto';
import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, afterEach, beforeAll, inject } from 'vitest';
import { type RunningShop, type StartOptions, startShop } from '../../local/shop/start.ts';
import { call, forgetAdmin } from '../e2e/shop.ts';

/** Points the client of the journeys, and the SDK, at a cloud. */
export function pointAt({ outputs }: Pick<RunningShop, 'outputs'>): void {
  const { apiUrl, mailUrl, stripeUrl, admin, awsEndpoints } = outputs;
  Object.assign(process.env, {
    API_URL: apiUrl,
    MAIL_URL: mailUrl,
    STRIPE_URL: stripeUrl,
    CONSOLE_URL: apiUrl.replace(/\/v1$/, '/_local'),
    ADMIN_EMAIL: admin.email,
    ADMIN_PASSWORD: admin.password,
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    ...awsEndpoints,
  });
}

/** Starts a cloud with fast retries. It uses the shared assembly, unless it needs its own. */
export async function startTestCloud(options: StartOptions = {}): Promise<RunningShop> {
  const assembly = options.context === undefined ? { assemblyDir: inject('assemblyDir') } : {};
  const cloud = await startShop({ port: 0, retryDelayScale: 0.002, ...assembly, ...options });
  pointAt(cloud);
  return cloud;
}

/** A local cloud of the test file's own; the client of the journeys is pointed at it. */
export function useCloud(options: StartOptions = {}): {
  cloud(): RunningShop;
  /** Moves the shop's clock ahead, beyond the end of the admin's token. */
  advance(seconds: number): Promise<void>;
} {
  let running: RunningShop | undefined;

  beforeAll(async () => {
    running = await startTestCloud(options);
  });

  afterEach(() => running?.faults.clear());

  afterAll(() => running?.stop());

  const cloud = (): RunningShop => {
    if (!running) throw new Error('The cloud is not up yet.');
    return running;
  };
  return {
    cloud,
    async advance(seconds) {
      await cloud().clock.advance(seconds);
      forgetAdmin();
    },
  };
}

/** The value of an output, whichever stack it is of. */
export function outputOf({ outputs }: RunningShop, name: string): string {
  const value = Object.values(outputs.outputs)
    .map((stack) => stack[name])
    .find((found) => found !== undefined);
  if (value === undefined) throw new Error(`No stack has an output ${name}.`);
  return value;
}

/**
 * A signed-in customer, created in the user pool: a registration would first wait for the code in a
 * mail.
 */
export async function aCustomer(cloud: RunningShop) {
  const email = `customer-${randomUUID()}@example.com`;
  const password = `Aa1!${randomUUID()}`;
  const user = { UserPoolId: outputOf(cloud, 'UserPoolId'), Username: email };
  const directory = new CognitoIdentityProviderClient({});
  await directory.send(new AdminCreateUserCommand({ ...user, MessageAction: 'SUPPRESS' }));
  await directory.send(new AdminSetUserPasswordCommand({ ...user, Password: password, Permanent: true }));
  directory.destroy();
  const { body } = await call('POST', '/users/login', { body: { email, password } });
  return { headers: { authorization: `Bearer ${body.accessToken}` }, cartId: '', email };
}
