/** The values that only a deployment knows, by the names that rights use for them. */
export type Supply =
  | 'shopCurrency'
  | 'erasingDomains'
  | 'cursorKey'
  | 'orderSagaArn'
  | 'orderExecutionsArn'
  | 'stripeSecretArn'
  | 'mailFrom'
  | 'mailIdentityArn'
  | 'userPoolId'
  | 'userPoolArn'
  | 'userPoolClientId'
  | 'enrolmentClientId'
  | 'throttlesTableArn'
  | 'sessionsTableArn'
  | 'throttleFactor'
  | 'paymentTimeoutSeconds'
  | 'unpaidPerBuyer'
  | 'unpaidPerNetwork'
  | 'waitingShare'
  | 'waitingShareSignedIn'
  | 'waitingAtLeast'
  | 'paymentReturnUrl';

/** A permission of a function, and the settings that it needs for it. */
export interface Right {
  /** The permitted action, as a verb phrase. */
  readonly title: string;
  /** Environment variable → the value that the deployment gives it. */
  readonly environment?: Readonly<Record<string, Supply>>;
  readonly allows?: { readonly actions: readonly string[]; readonly on: Supply };
}

const cognito = (...actions: string[]) => actions.map((action) => `cognito-idp:${action}`);

export const knowCurrency: Right = {
  title: "know the shop's currency",
  environment: { SHOP_CURRENCY: 'shopCurrency' },
};

export const startOrderSaga: Right = {
  title: 'start the saga of an order',
  environment: { ORDER_SAGA_ARN: 'orderSagaArn' },
  allows: { actions: ['states:StartExecution'], on: 'orderSagaArn' },
};

export const readOrderExecutions: Right = {
  title: "read how an order's executions ended",
  allows: { actions: ['states:DescribeExecution'], on: 'orderExecutionsArn' },
};

export const answerOrderSaga: Right = {
  title: 'answer a task of the order saga that waits',
  allows: { actions: ['states:SendTaskSuccess', 'states:SendTaskFailure'], on: 'orderSagaArn' },
};

export const useStripe: Right = {
  title: 'use Stripe: read its keys',
  environment: { STRIPE_SECRET_ARN: 'stripeSecretArn' },
  allows: { actions: ['secretsmanager:GetSecretValue'], on: 'stripeSecretArn' },
};

export const sendMail: Right = {
  title: "send mail from the shop's address",
  environment: { MAIL_FROM: 'mailFrom' },
  allows: { actions: ['ses:SendEmail'], on: 'mailIdentityArn' },
};

/**
 * Sign-up, sign-in, codes and tokens need no permission of the pool. They need only the client's
 * secret, which this right lets a function read. A password is set with the pool's permission,
 * since no user's token opens Cognito's own API: `shape-tokens.ts` of users.
 */
export const manageAccounts: Right = {
  title: 'find, group, sign out and delete accounts of the user pool, and set their passwords',
  environment: { USER_POOL_ID: 'userPoolId', USER_POOL_CLIENT_ID: 'userPoolClientId' },
  allows: {
    actions: cognito(
      ...['DescribeUserPoolClient', 'ListUsers', 'ListUsersInGroup', 'AdminDeleteUser', 'AdminUserGlobalSignOut'],
      ...['AdminListGroupsForUser', 'AdminAddUserToGroup', 'AdminRemoveUserFromGroup', 'AdminGetUser'],
      'AdminSetUserPassword',
    ),
    on: 'userPoolArn',
  },
};

/** A sign-in by the client for enrolment gives a token that opens Cognito's own API. */
export const enrolFactors: Right = {
  title: 'switch second factors of accounts on and off',
  environment: { ENROLMENT_CLIENT_ID: 'enrolmentClientId' },
  allows: { actions: cognito('AdminInitiateAuth', 'AdminSetUserMFAPreference'), on: 'userPoolArn' },
};

/** Given to the trigger of the pool: `infra/constructs/sign-in.ts`. */
export const readClients: Right = {
  title: 'read the names of clients of the user pool',
  allows: { actions: cognito('DescribeUserPoolClient'), on: 'userPoolArn' },
};

export const findAccounts: Right = {
  title: 'find accounts of the user pool',
  environment: { USER_POOL_ID: 'userPoolId' },
  allows: { actions: cognito('ListUsers'), on: 'userPoolArn' },
};

export const deleteAccounts: Right = {
  title: 'find and delete accounts of the user pool',
  environment: { USER_POOL_ID: 'userPoolId' },
  allows: { actions: cognito('ListUsers', 'AdminDeleteUser'), on: 'userPoolArn' },
};

export const knowErasingDomains: Right = {
  title: 'know which domains erase data of users',
  environment: { ERASING_DOMAINS: 'erasingDomains' },
};

export const sendBuyersBack: Right = {
  title: 'know the page to which the bank sends buyers back',
  environment: { PAYMENT_RETURN_URL: 'paymentReturnUrl' },
};

export const capWaitingHolds: Right = {
  title: 'know the share of a stock that unpaid orders may hold',
  environment: {
    WAITING_SHARE: 'waitingShare',
    WAITING_SHARE_SIGNED_IN: 'waitingShareSignedIn',
    WAITING_AT_LEAST: 'waitingAtLeast',
  },
};

/** Lets a function tell the throttles how what they count until its outcome has ended. */
export const endTrials: Right = {
  title: 'say how attempts at throttled routes ended',
  allows: { actions: ['dynamodb:UpdateItem'], on: 'throttlesTableArn' },
};

export const knowPaymentTimeout: Right = {
  title: 'know how long a buyer has at the bank',
  environment: { PAYMENT_TIMEOUT_SECONDS: 'paymentTimeoutSeconds' },
};

export const limitUnpaidOrders: Right = {
  title: 'know how many unpaid orders a buyer and a network may have',
  environment: { UNPAID_PER_BUYER: 'unpaidPerBuyer', UNPAID_PER_NETWORK: 'unpaidPerNetwork' },
};

/** Given to every function that serves more than the public: see `shop.ts`. */
export const readSessions: Right = {
  title: "read when a user's sessions ended",
  allows: { actions: ['dynamodb:GetItem'], on: 'sessionsTableArn' },
};

export const endSessions: Right = {
  title: "end a user's sessions",
  allows: { actions: ['dynamodb:UpdateItem'], on: 'sessionsTableArn' },
};

/** Given to every function that serves a list with pages: see `shop.ts`. */
export const sealCursors: Right = {
  title: 'make and read the cursors of lists',
  environment: { CURSOR_KEY: 'cursorKey' },
};

/** Given to every function that serves a route with throttles: see `shop.ts`. */
export const countAttempts: Right = {
  title: 'count attempts at throttled routes',
  environment: { THROTTLE_FACTOR: 'throttleFactor' },
  allows: { actions: ['dynamodb:UpdateItem'], on: 'throttlesTableArn' },
};
