import { randomBytes } from 'node:crypto';
import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';

export interface Admin {
  readonly email: string;
  readonly password: string;
}

const group = 'admin';

/** A new password each run, unless `SOUK_ADMIN_PASSWORD` sets one. */
export function chooseAdmin(environment: Readonly<Record<string, string | undefined>> = process.env): Admin {
  const password = environment.SOUK_ADMIN_PASSWORD ?? `Aa1!${randomBytes(12).toString('base64url')}`;
  return { email: 'admin@souk.example', password };
}

/** Creates the admin in the user pool, or gives an earlier run's admin the new password. */
export async function createAdmin(userPoolId: string, admin: Admin, endpoint: string, region: string): Promise<void> {
  const client = new CognitoIdentityProviderClient({
    endpoint,
    region,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const user = { UserPoolId: userPoolId, Username: admin.email };
  try {
    await client
      .send(
        new AdminCreateUserCommand({
          ...user,
          MessageAction: 'SUPPRESS',
          UserAttributes: [
            { Name: 'email', Value: admin.email },
            { Name: 'email_verified', Value: 'true' },
          ],
        }),
      )
      .catch(unlessNamed('UsernameExistsException'));
    await client.send(new AdminSetUserPasswordCommand({ ...user, Password: admin.password, Permanent: true }));
    await client.send(new AdminAddUserToGroupCommand({ ...user, GroupName: group }));
  } finally {
    client.destroy();
  }
}

function unlessNamed(name: string): (error: unknown) => void {
  return (error) => {
    if ((error as Error).name !== name) throw error;
  };
}
