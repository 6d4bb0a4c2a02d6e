import {
  CognitoIdentityProviderClient,
  InitiateAuthCommand,
  ListUsersCommand,
  type UserType,
} from '@aws-sdk/client-cognito-identity-provider';
import { setting } from '../../shared/runtime/settings.ts';
import type { Account } from './domain/user.ts';
import type { LogInPorts } from './use-cases/log-in.ts';

const client = new CognitoIdentityProviderClient({});

/** The user pool as the directory of users. */
export const directory = {
  async authenticate(email, password) {
    const { AuthenticationResult: result } = await client.send(
      new InitiateAuthCommand({
        AuthFlow: 'USER_PASSWORD_AUTH',
        ClientId: setting('USER_POOL_CLIENT_ID'),
        AuthParameters: { USERNAME: email, PASSWORD: password },
      }),
    );
    if (!result?.AccessToken || !result.IdToken || !result.RefreshToken) return undefined;
    return {
      userId: subjectOf(result.IdToken),
      tokens: {
        accessToken: result.AccessToken,
        idToken: result.IdToken,
        refreshToken: result.RefreshToken,
        expiresIn: result.ExpiresIn ?? 3600,
      },
    };
  },

  async findAccount(userId) {
    // It becomes part of a filter expression.
    if (!/^[0-9a-f-]{36}$/i.test(userId)) return undefined;
    const { Users = [] } = await client.send(
      new ListUsersCommand({ UserPoolId: setting('USER_POOL_ID'), Filter: `sub = "${userId}"`, Limit: 1 }),
    );
    return Users[0] && accountOf(Users[0]);
  },
} satisfies LogInPorts['directory'];

/** Of a token that has just come from the directory itself: there is nothing to verify. */
const subjectOf = (token: string): string =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8')).sub;

function accountOf({ Username = '', Attributes = [], UserStatus }: UserType): Account {
  const attributes = new Map(Attributes.map(({ Name, Value }) => [Name, Value]));
  return {
    userId: attributes.get('sub') ?? Username,
    username: Username,
    email: (attributes.get('email') ?? '').toLowerCase(),
    emailVerified: attributes.get('email_verified') === 'true',
    name: attributes.get('name'),
    locale: attributes.get('locale'),
    confirmed: UserStatus !== 'UNCONFIRMED',
  };
}
