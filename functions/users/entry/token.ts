import type { PreTokenGenerationV2TriggerEvent } from 'aws-lambda';

/** Cognito accepts a token with this scope in its own API, on the account of the token's user. */
const OWN_API = 'aws.cognito.signin.user.admin';

/**
 * Cognito runs it before it issues tokens. It takes the scope out, so that the shop's API is the
 * only way to an account. Cognito's own API counts no guesses of passwords and mails codes to
 * anyone. It deletes a login without a look at the user's orders and data.
 *
 * https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-token-generation.html
 */
export const handler = async (event: PreTokenGenerationV2TriggerEvent): Promise<PreTokenGenerationV2TriggerEvent> => ({
  ...event,
  response: { claimsAndScopeOverrideDetails: { accessTokenGeneration: { scopesToSuppress: [OWN_API] } } },
});
