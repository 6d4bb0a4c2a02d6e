import { CognitoIdentityProviderClient, InitiateAuthCommand } from '@aws-sdk/client-cognito-identity-provider';
import { setting } from '../../shared/runtime/settings.ts';
import type { LogInPorts } from './use-cases/log-in.ts';

const client = new CognitoIdentityProviderClient({});

/** The user pool as a directory. A challenge (a new password to be set, say) has no tokens. */
export const authenticate: LogInPorts['authenticate'] = async (email, password) => {
  const { AuthenticationResult: result } = await client.send(
    new InitiateAuthCommand({
      AuthFlow: 'USER_PASSWORD_AUTH',
      ClientId: setting('USER_POOL_CLIENT_ID'),
      AuthParameters: { USERNAME: email, PASSWORD: password },
    }),
  );
  if (!result?.AccessToken || !result.IdToken || !result.RefreshToken) return undefined;
  return {
    accessToken: result.AccessToken,
    idToken: result.IdToken,
    refreshToken: result.RefreshToken,
    expiresIn: result.ExpiresIn ?? 3600,
  };
};
