/**
 * The understood properties of `AWS::Lambda::Function`. Architectures, roles, tracing, tags and log
 * levels have no effect here.
 */
export const functionProperties: readonly string[] = [
  'Architectures',
  'Code.S3Bucket',
  'Code.S3Key',
  'DeadLetterConfig.TargetArn',
  'Description',
  'Environment.Variables',
  'FunctionName',
  'Handler',
  'LoggingConfig.ApplicationLogLevel',
  'LoggingConfig.LogFormat',
  'LoggingConfig.LogGroup',
  'LoggingConfig.SystemLogLevel',
  'MemorySize',
  'ReservedConcurrentExecutions',
  'Role',
  'Runtime',
  'Tags',
  'Timeout',
  'TracingConfig.Mode',
];

export interface FunctionProperties {
  readonly Code?: { readonly S3Key?: string };
  readonly DeadLetterConfig?: { readonly TargetArn?: string };
  readonly Environment?: { readonly Variables?: Readonly<Record<string, string>> };
  readonly Handler?: string;
  readonly LoggingConfig?: { readonly LogFormat?: string; readonly LogGroup?: string };
  readonly MemorySize?: number;
  readonly ReservedConcurrentExecutions?: number;
  readonly Runtime?: string;
  readonly Timeout?: number;
}
