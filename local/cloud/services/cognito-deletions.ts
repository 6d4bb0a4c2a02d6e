import { randomUUID } from 'node:crypto';
import type { Cloud } from '../cloud.ts';
import type { CognitoEngine } from './cognito-engine.ts';
import { claimsOf } from './cognito-tokens.ts';
import type { TellDefaultBus } from './handles.ts';

type Input = Readonly<Record<string, unknown>>;

const HIDDEN = 'HIDDEN_DUE_TO_SECURITY_REASONS';

/** The request as CloudTrail shows it: names and tokens are hidden. */
const SHOWN: Readonly<Record<string, (input: Input) => object>> = {
  AdminDeleteUser: ({ UserPoolId }) => ({ userPoolId: UserPoolId, username: HIDDEN }),
  DeleteUser: () => ({ accessToken: HIDDEN }),
};

/**
 * Does a call and, if it deleted a user, sends the event that CloudTrail sends about it. The user's
 * id is `additionalEventData.sub`. CloudTrail sends events about all calls, and about failed ones;
 * this sends those about deleted users only.
 *
 * Source: https://docs.aws.amazon.com/cognito/latest/developerguide/logging-using-cloudtrail.html
 */
export async function toldByTrail(
  ports: { readonly cloud: Cloud; readonly tell: TellDefaultBus; readonly call: CognitoEngine['call'] },
  operation: string,
  input: Input,
  called: () => Promise<unknown>,
): Promise<unknown> {
  const { cloud, tell, call } = ports;
  const requestOf = SHOWN[operation];
  if (!requestOf) return called();
  const sub = operation === 'DeleteUser' ? claimsOf(input.AccessToken).sub : await subOf(call, input);
  const answer = await called();
  // Like CloudTrail, it does its best: the call has succeeded in any case.
  await tell('aws.cognito-idp', 'AWS API Call via CloudTrail', {
    eventVersion: '1.08',
    userIdentity: { type: operation === 'DeleteUser' ? 'Unknown' : 'IAMUser', accountId: cloud.accountId },
    eventTime: `${new Date(cloud.clock.now()).toISOString().slice(0, 19)}Z`,
    eventSource: 'cognito-idp.amazonaws.com',
    eventName: operation,
    awsRegion: cloud.region,
    sourceIPAddress: '127.0.0.1',
    requestParameters: requestOf(input),
    responseElements: null,
    additionalEventData: { sub },
    requestID: randomUUID(),
    eventID: randomUUID(),
    ...{ readOnly: false, eventType: 'AwsApiCall', managementEvent: true, eventCategory: 'Management' },
    recipientAccountId: cloud.accountId,
  }).catch((error: unknown) => cloud.log(`CloudTrail could not tell of ${operation}: ${String(error)}`));
  return answer;
}

/** The id of a user by name, alias or id; undefined for one who does not exist. */
async function subOf(call: CognitoEngine['call'], { UserPoolId, Username }: Input): Promise<string | undefined> {
  const found = (await call('AdminGetUser', { UserPoolId, Username }).catch(() => undefined)) as
    | { readonly UserAttributes?: readonly { readonly Name: string; readonly Value?: string }[] }
    | undefined;
  return found?.UserAttributes?.find(({ Name }) => Name === 'sub')?.Value;
}
