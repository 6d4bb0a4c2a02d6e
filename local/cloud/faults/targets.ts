/**
 * The effects of a fault on a call. The table in the README beside this file lists them by target.
 */
export const KINDS = [
  'before',
  'after',
  'drop-reply',
  'duplicate',
  'delay',
  'throttle',
  'conflict',
  'stale-index',
  'kill',
] as const;
export type Kind = (typeof KINDS)[number];

/** A service whose calls can go wrong. */
export interface Target {
  readonly operations: readonly string[];
  readonly kinds: readonly Kind[];
  /** The error that the service returns when it throttles. */
  readonly throttle: string;
}

export type Targets = Readonly<Record<string, Target>>;

const CALL_KINDS = ['before', 'after', 'drop-reply', 'duplicate', 'delay', 'throttle'] as const;

const call = (throttle: string, operations: readonly string[]): Target => ({ operations, throttle, kinds: CALL_KINDS });

/**
 * AWS's services, by their names in endpoints and permissions. An app adds those of its stand-ins.
 */
export const AWS_TARGETS: Targets = {
  lambda: {
    operations: ['Invoke'],
    kinds: ['before', 'after', 'duplicate', 'delay', 'throttle', 'kill'],
    throttle: 'Lambda.TooManyRequestsException',
  },
  dynamodb: {
    operations: [
      ...['GetItem', 'BatchGetItem', 'TransactGetItems', 'Query', 'Scan'],
      ...['PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem', 'TransactWriteItems'],
    ],
    kinds: [...CALL_KINDS, 'conflict', 'stale-index'],
    throttle: 'ThrottlingException',
  },
  events: call('ThrottlingException', ['PutEvents']),
  states: call('ThrottlingException', ['StartExecution', 'DescribeExecution', 'SendTaskSuccess', 'SendTaskFailure']),
  sqs: call('RequestThrottled', [
    ...['SendMessage', 'SendMessageBatch', 'ReceiveMessage', 'DeleteMessage', 'DeleteMessageBatch'],
    ...['ChangeMessageVisibility', 'GetQueueAttributes'],
  ]),
  s3: call('SlowDown', ['GetObject', 'PutObject', 'PostObject', 'DeleteObject', 'HeadObject', 'ListObjectsV2']),
  ses: call('TooManyRequestsException', ['SendEmail']),
  secretsmanager: call('ThrottlingException', ['GetSecretValue']),
  ssm: call('ThrottlingException', ['GetParameter', 'GetParameters', 'GetParametersByPath']),
  'cognito-idp': call('TooManyRequestsException', [
    ...['SignUp', 'ConfirmSignUp', 'ResendConfirmationCode', 'InitiateAuth', 'GlobalSignOut', 'RevokeToken'],
    ...['ForgotPassword', 'ConfirmForgotPassword', 'ChangePassword', 'GetUser', 'DeleteUser'],
    ...['AdminGetUser', 'AdminCreateUser', 'AdminDeleteUser', 'AdminInitiateAuth', 'AdminUserGlobalSignOut'],
    ...['AdminAddUserToGroup', 'AdminRemoveUserFromGroup', 'AdminListGroupsForUser', 'AdminSetUserPassword'],
  ]),
};
