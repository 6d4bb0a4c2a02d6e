/** The package that every function loads. The bench compares their load times with its own. */
export * from '@aws-sdk/lib-dynamodb';
