import { DescribeUserPoolClientCommand } from '@aws-sdk/client-cognito-identity-provider';
import { logger } from '../../../shared/runtime/logger.ts';
import { ENROLMENT_CLIENT } from '../domain/values.ts';
import { client } from './cognito-accounts.ts';

const known = new Map<string, boolean>();

/**
 * Whether a client is the one by which the API enrols second factors. Its name tells: the function
 * is part of the pool, so it can't be deployed with the id of a client, which comes later. One call
 * per client and cold start.
 */
export async function isEnrolmentClient(userPoolId: string, clientId: string): Promise<boolean> {
  const answer = known.get(clientId);
  if (answer !== undefined) return answer;
  try {
    const describe = new DescribeUserPoolClientCommand({ UserPoolId: userPoolId, ClientId: clientId });
    const isIt = (await client.send(describe)).UserPoolClient?.ClientName === ENROLMENT_CLIENT;
    known.set(clientId, isIt);
    return isIt;
  } catch (error) {
    logger.error('could not read which client a token is for', { error: error as Error });
    return false;
  }
}
