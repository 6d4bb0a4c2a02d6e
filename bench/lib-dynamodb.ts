/** What every function loads: the measure of how much longer than necessary one takes to load. */
export * from '@aws-sdk/lib-dynamodb';
