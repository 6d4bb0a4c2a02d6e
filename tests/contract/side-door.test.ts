import { randomUUID } from 'node:crypto';
import {
  AssociateSoftwareTokenCommand,
  ChangePasswordCommand,
  CognitoIdentityProviderClient,
  DeleteUserCommand,
  GetUserAttributeVerificationCodeCommand,
  GetUserCommand,
  UpdateUserAttributesCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aUser, logIn, PASSWORD } from '../e2e/person.ts';
import { mailsTo } from '../e2e/shop.ts';

const cognito = new CognitoIdentityProviderClient({
  ...{ region: 'eu-central-1', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } },
});
afterAll(() => cognito.destroy());

const stranger = `stranger-${randomUUID()}@example.com`;
let email: string;
let AccessToken: string;

beforeAll(async () => {
  const user = await aUser();
  email = user.email;
  AccessToken = user.tokens.accessToken;
});

describe('Cognito’s own API refuses a customer’s token', () => {
  const changed = [{ Name: 'email', Value: stranger }];

  it.each([
    ['to read the account', () => new GetUserCommand({ AccessToken })],
    [
      'to guess the password past the throttle',
      () => new ChangePasswordCommand({ AccessToken, PreviousPassword: PASSWORD, ProposedPassword: 'Another-horse-2' }),
    ],
    ['to mail a code to a stranger', () => new UpdateUserAttributesCommand({ AccessToken, UserAttributes: changed })],
    [
      'to mail one more code',
      () => new GetUserAttributeVerificationCodeCommand({ AccessToken, AttributeName: 'email' }),
    ],
    ['to enrol a second factor', () => new AssociateSoftwareTokenCommand({ AccessToken })],
    ['to delete the login behind the shop', () => new DeleteUserCommand({ AccessToken })],
  ])('%s', async (_what, command) => {
    await expect(cognito.send(command() as GetUserCommand)).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Access Token does not have required scopes',
    });
  });

  it('and nothing has changed: the login is as it was, and no stranger got a mail', async () => {
    expect((await logIn(email)).status).toBe(200);
    expect(await mailsTo(stranger)).toEqual([]);
  });
});
