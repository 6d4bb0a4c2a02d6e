import type { PreTokenGenerationV2TriggerEvent } from 'aws-lambda';
import { setting } from '../../../shared/runtime/settings.ts';
import { isEnrolmentClient } from '../adapters/enrolment-client.ts';
import { shapeTokens } from '../use-cases/shape-tokens.ts';

const isFactorRequired = setting('ADMIN_MFA') === 'required';

/**
 * Cognito runs it before it issues tokens.
 *
 * https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-token-generation.html
 */
export const handler = async (event: PreTokenGenerationV2TriggerEvent): Promise<PreTokenGenerationV2TriggerEvent> => ({
  ...event,
  response: { claimsAndScopeOverrideDetails: await shapeTokens({ isEnrolmentClient, isFactorRequired }, event) },
});
