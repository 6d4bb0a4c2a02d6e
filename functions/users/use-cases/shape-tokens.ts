import { ADMIN_WITHOUT_FACTOR, WITH_FACTOR } from '../../../shared/kernel/roles.ts';

/** The tokens that the directory is about to issue. */
export interface TokenRequest {
  /** Cognito's name for what they are issued for. */
  readonly triggerSource: string;
  readonly userPoolId: string;
  readonly callerContext: { readonly clientId: string };
  readonly request: { readonly groupConfiguration: { readonly groupsToOverride?: readonly string[] | undefined } };
}

export interface TokenPorts {
  /** Whether the stage requires a second factor of admins. */
  readonly isFactorRequired: boolean;
  /** False, too, when nothing answers: no login may depend on that. */
  isEnrolmentClient(userPoolId: string, clientId: string): Promise<boolean>;
}

/** Cognito accepts a token with this scope in its own API, on the account of the token's user. */
const OWN_API = 'aws.cognito.signin.user.admin';

/**
 * Takes the scope out, so that the shop's API is the only way to an account. Cognito's own API
 * counts no guesses of passwords and mails codes to anyone. It deletes a login without a look at
 * the user's orders and data.
 *
 * The scope stays for the client by which the API enrols second factors. That client admits only
 * callers with rights of the account, and its tokens stay in the function that got them.
 *
 * Where the stage requires a second factor of admins, no token names an admin who has none.
 */
export async function shapeTokens({ isEnrolmentClient, isFactorRequired }: TokenPorts, event: TokenRequest) {
  const isSignIn = event.triggerSource === 'TokenGeneration_Authentication';
  const mayKeepScope = isSignIn && (await isEnrolmentClient(event.userPoolId, event.callerContext.clientId));
  const groups = event.request.groupConfiguration.groupsToOverride ?? [];
  const mustEnrol = isFactorRequired && groups.includes('admin') && !groups.includes(WITH_FACTOR);
  return {
    accessTokenGeneration: { scopesToSuppress: mayKeepScope ? [] : [OWN_API] },
    ...(mustEnrol && {
      groupOverrideDetails: {
        groupsToOverride: [...groups.filter((group) => group !== 'admin'), ADMIN_WITHOUT_FACTOR],
      },
    }),
  };
}
