import type { EventPattern } from 'aws-cdk-lib/aws-events';

/**
 * The calls that delete accounts of a user pool, as CloudTrail sends them to the account's own bus.
 * An operator's call names the pool. A user's own call names none, so the consumer tells by the
 * user whether it concerns the shop.
 */
export const deletedAccounts = (userPoolId: string): EventPattern => ({
  source: ['aws.cognito-idp'],
  detailType: ['AWS API Call via CloudTrail'],
  detail: {
    eventSource: ['cognito-idp.amazonaws.com'],
    $or: [
      { eventName: ['AdminDeleteUser'], requestParameters: { userPoolId: [userPoolId] } },
      { eventName: ['DeleteUser'] },
    ],
  },
});
